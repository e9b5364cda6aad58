package io.redistinto.server.config;

import java.util.Objects;

/** An immutable value for every directive: the one that was set, else its default. */
final class Settings {
  static final Settings DEFAULTS = new Settings(new Object[Directives.ALL.size()]);

  private final Object[] values; // by the directive's row; null where none was set

  private Settings(Object[] values) {
    this.values = values;
  }

  <T> T get(Directive<T> directive) {
    @SuppressWarnings("unchecked") // with() put a T there
    T value = (T) values[directive.row()];
    return value != null ? value : directive.defaultValue(this);
  }

  boolean isSet(Directive<?> directive) {
    return values[directive.row()] != null;
  }

  boolean sameAs(Settings other, Directive<?> directive) {
    return Objects.equals(get(directive), other.get(directive));
  }

  <T> Settings with(Directive<T> directive, T value) {
    Object[] changed = values.clone();
    changed[directive.row()] = value;
    return new Settings(changed);
  }

  <T> String shown(Directive<T> directive) {
    return directive.type().shown(get(directive));
  }

  /** The line that sets this value in a conf file. */
  <T> String confLine(Directive<T> directive) {
    return directive.name() + " " + directive.type().written(get(directive));
  }
}
