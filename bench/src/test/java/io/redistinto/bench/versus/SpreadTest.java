package io.redistinto.bench.versus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void ofAnOddCountHasTheMiddleOne() {
    assertThat(Spread.of(new double[] {5, 1, 2, 100, 4})).isEqualTo(new Spread(4, 1, 100, 2));
  }

  @Test
  void ofAnEvenCountHasTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(new double[] {4, 1, 2, 3})).isEqualTo(new Spread(2.5, 1, 4, 1));
  }

  @Test
  void ofOneFigureIsThatFigure() {
    assertThat(Spread.of(new double[] {7})).isEqualTo(new Spread(7, 7, 7, 0));
  }
}
