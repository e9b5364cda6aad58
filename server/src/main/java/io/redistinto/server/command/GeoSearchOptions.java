package io.redistinto.server.command;

import io.redistinto.server.command.GeoHash.Point;
import io.redistinto.storage.value.SortedSetValue;

/** What a search for places was asked for: the area, the order, how many, what of them. */
final class GeoSearchOptions {
  /** The commands: what stands before the options, and which of these they know. */
  enum Form {
    SEARCH(2),
    SEARCH_AND_STORE(3),
    RADIUS(6),
    RADIUS_READ_ONLY(6),
    RADIUS_OF_MEMBER(5),
    RADIUS_OF_MEMBER_READ_ONLY(5);

    private final int firstOption;

    Form(int firstOption) {
      this.firstOption = firstOption;
    }

    private boolean isSearch() {
      return this == SEARCH || this == SEARCH_AND_STORE;
    }

    private boolean namesStore() {
      return this == RADIUS || this == RADIUS_OF_MEMBER;
    }
  }

  /** In what order places are answered. */
  enum Order {
    NONE,
    NEAREST_FIRST,
    FARTHEST_FIRST
  }

  private final Call call;
  private final Form form;

  /** Where members are looked up; null if the key is not there. */
  private final SortedSetValue set;

  private Point middle;
  private boolean fromMember;
  private boolean fromPlace;
  private boolean byRadius;
  private boolean byBox;
  private double width;
  private double height;
  private double metresPerUnit = 1;
  private boolean withDistance;
  private boolean withHash;
  private boolean withCoordinates;
  private boolean any;
  private long count;
  private Order order = Order.NONE;
  private int storeArg;
  private boolean storesDistance;

  /** Parses a request; what is wrong with it is refused as Redis does, in the same order. */
  GeoSearchOptions(Call call, Form form, SortedSetValue set) {
    this.call = call;
    this.form = form;
    this.set = set;
    parseBeginning();
    for (int arg = form.firstOption; arg < call.argc(); ) {
      arg += parseOption(arg);
    }
    check();
    if (count > 0 && order == Order.NONE && !any) {
      order = Order.NEAREST_FIRST; // a few without an order would be any few
    }
  }

  private void parseBeginning() {
    switch (form) {
      case SEARCH -> {}
      case SEARCH_AND_STORE -> storeArg = 1;
      case RADIUS, RADIUS_READ_ONLY -> {
        middle = GeoCommands.point(call, 2);
        parseRadius(4);
      }
      case RADIUS_OF_MEMBER, RADIUS_OF_MEMBER_READ_ONLY -> {
        if (set != null) {
          middle = memberPlace(2);
          parseRadius(3);
        }
      }
    }
  }

  /** Parses an option; how many arguments it takes. */
  private int parseOption(int arg) {
    int following = call.argc() - arg - 1;
    if (call.is(arg, "WITHDIST")) {
      withDistance = true;
    } else if (call.is(arg, "WITHHASH")) {
      withHash = true;
    } else if (call.is(arg, "WITHCOORD")) {
      withCoordinates = true;
    } else if (call.is(arg, "ANY")) {
      any = true;
    } else if (call.is(arg, "ASC")) {
      order = Order.NEAREST_FIRST;
    } else if (call.is(arg, "DESC")) {
      order = Order.FARTHEST_FIRST;
    } else if (call.is(arg, "COUNT") && following > 0) {
      count = call.integer(arg + 1);
      if (count <= 0) {
        throw new CommandException("ERR COUNT must be > 0");
      }
      return 2;
    } else if (form.namesStore() && call.is(arg, "STORE") && following > 0) {
      storeArg = arg + 1;
      storesDistance = false;
      return 2;
    } else if (form.namesStore() && call.is(arg, "STOREDIST") && following > 0) {
      storeArg = arg + 1;
      storesDistance = true;
      return 2;
    } else if (form == Form.SEARCH_AND_STORE && call.is(arg, "STOREDIST")) {
      storesDistance = true;
    } else if (form.isSearch()) {
      return parseArea(arg, following);
    } else {
      throw call.syntaxError();
    }
    return 1;
  }

  private int parseArea(int arg, int following) {
    if (call.is(arg, "FROMMEMBER") && following > 0 && !fromPlace) {
      fromMember = true;
      middle = set == null ? null : memberPlace(arg + 1);
      return 2;
    }
    if (call.is(arg, "FROMLONLAT") && following > 1 && !fromMember) {
      fromPlace = true;
      middle = GeoCommands.point(call, arg + 1);
      return 3;
    }
    if (call.is(arg, "BYRADIUS") && following > 1 && !byBox) {
      byRadius = true;
      parseRadius(arg + 1);
      return 3;
    }
    if (call.is(arg, "BYBOX") && following > 2 && !byRadius) {
      byBox = true;
      width = CDouble.of(call, arg + 1, "ERR need numeric width");
      height = CDouble.of(call, arg + 2, "ERR need numeric height");
      if (width < 0 || height < 0) {
        throw new CommandException("ERR height or width cannot be negative");
      }
      metresPerUnit = GeoCommands.metresPerUnit(call, arg + 3);
      return 4;
    }
    throw call.syntaxError();
  }

  private void parseRadius(int arg) {
    double radius = CDouble.of(call, arg, "ERR need numeric radius");
    if (radius < 0) {
      throw new CommandException("ERR radius cannot be negative");
    }
    metresPerUnit = GeoCommands.metresPerUnit(call, arg + 1);
    width = 2 * radius;
    height = width;
  }

  private Point memberPlace(int arg) {
    Point place = GeoCommands.place(set, call.request().toBytes(arg));
    if (place == null) {
      throw new CommandException("ERR could not decode requested zset member");
    }
    return place;
  }

  private void check() {
    if (storeArg > 0 && details() > 0) {
      throw new CommandException(
          "ERR "
              + (form.isSearch() ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS")
              + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    }
    if (form.isSearch() && !fromMember && !fromPlace) {
      throw new CommandException(
          "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + call.shown(0));
    }
    if (form.isSearch() && !byRadius && !byBox) {
      throw new CommandException(
          "ERR exactly one of BYRADIUS and BYBOX can be specified for " + call.shown(0));
    }
    if (any && count == 0) {
      throw new CommandException("ERR the ANY argument requires COUNT argument");
    }
  }

  /** The area; only where there is a set to search. */
  GeoShape shape() {
    return new GeoShape(
        middle, !byBox, width * metresPerUnit, height * metresPerUnit, metresPerUnit);
  }

  /** How many places are wanted, 0 for all. */
  long count() {
    return count;
  }

  /** Whether any of the places will do, not only the nearest. */
  boolean any() {
    return any;
  }

  Order order() {
    return order;
  }

  boolean withDistance() {
    return withDistance;
  }

  boolean withHash() {
    return withHash;
  }

  boolean withCoordinates() {
    return withCoordinates;
  }

  /** How much is answered of a place beside its name. */
  int details() {
    return (withDistance ? 1 : 0) + (withHash ? 1 : 0) + (withCoordinates ? 1 : 0);
  }

  /** The argument of the key to store the result in, or 0. */
  int storeArg() {
    return storeArg;
  }

  /** Whether what is stored are distances. */
  boolean storesDistance() {
    return storesDistance;
  }

  /** The key event of a result that was stored. */
  String event() {
    return form.isSearch() ? "geosearchstore" : "georadiusstore";
  }
}
