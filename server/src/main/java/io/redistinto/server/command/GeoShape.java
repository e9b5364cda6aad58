package io.redistinto.server.command;

import io.redistinto.server.command.GeoHash.Cell;
import io.redistinto.server.command.GeoHash.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * An area around a place: a circle, or a box whose sides run north and east.
 *
 * @param heightMetres of a box; a circle has its diameter here and in {@code widthMetres}
 * @param metresPerUnit of the unit that it was given in
 */
record GeoShape(
    Point middle, boolean isCircle, double widthMetres, double heightMetres, double metresPerUnit) {

  /** How far a place is from the middle, in metres; NaN if it lies outside. */
  double distanceInside(Point point) {
    if (isCircle) {
      double distance = GeoHash.distance(middle, point);
      return distance > widthMetres / 2 ? Double.NaN : distance;
    }
    Point sameLatitude = new Point(middle.longitude(), point.latitude());
    boolean outside =
        GeoHash.latitudeDistance(point.latitude(), middle.latitude()) > heightMetres / 2
            || GeoHash.distance(point, sameLatitude) > widthMetres / 2;
    return outside ? Double.NaN : GeoHash.distance(middle, point);
  }

  /**
   * Cells that cover it, none twice: the one of the middle first, then those of its neighbours that
   * it reaches into.
   */
  List<Cell> cells() {
    double north = middle.latitude() + GeoHash.latitudeDegrees(heightMetres / 2);
    double south = middle.latitude() - GeoHash.latitudeDegrees(heightMetres / 2);
    double widest = middle.latitude() < 0 ? south : north;
    double reach = GeoHash.longitudeDegrees(widthMetres / 2, widest);
    double west = middle.longitude() - reach;
    double east = middle.longitude() + reach;

    int step = GeoHash.stepsFor(radiusMetres(), middle.latitude());
    Cell cell = GeoHash.cell(middle, step);
    boolean covered =
        cell.neighbour(0, 1).north() >= north
            && cell.neighbour(0, -1).south() <= south
            && cell.neighbour(1, 0).east() >= east
            && cell.neighbour(-1, 0).west() <= west;
    if (step > 1 && !covered) {
      step--;
      cell = GeoHash.cell(middle, step);
    }
    boolean all = step < 2;
    boolean toNorth = all || cell.north() <= north;
    boolean toSouth = all || cell.south() >= south;
    boolean toEast = all || cell.east() <= east;
    boolean toWest = all || cell.west() >= west;

    List<Cell> cells = new ArrayList<>();
    cells.add(cell);
    add(cells, cell, 0, 1, toNorth);
    add(cells, cell, 0, -1, toSouth);
    add(cells, cell, 1, 0, toEast);
    add(cells, cell, -1, 0, toWest);
    add(cells, cell, 1, 1, toNorth && toEast);
    add(cells, cell, -1, 1, toNorth && toWest);
    add(cells, cell, 1, -1, toSouth && toEast);
    add(cells, cell, -1, -1, toSouth && toWest);
    return cells;
  }

  private double radiusMetres() {
    return isCircle ? widthMetres / 2 : Math.hypot(widthMetres / 2, heightMetres / 2);
  }

  /** On a map of few cells a neighbour may be one that is there already. */
  private static void add(List<Cell> cells, Cell from, int east, int north, boolean reached) {
    Cell neighbour = from.neighbour(east, north);
    if (reached && !cells.contains(neighbour)) {
      cells.add(neighbour);
    }
  }
}
