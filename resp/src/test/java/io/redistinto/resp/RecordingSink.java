package io.redistinto.resp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Keeps all that a decoder says. */
final class RecordingSink implements RequestDecoder.Sink {
  final List<List<String>> requests = new ArrayList<>();
  final List<String> errors = new ArrayList<>();
  int exceeded;

  /** Whether to go on after a request. */
  BooleanSupplier goesOn = () -> true;

  @Override
  public boolean request(Request request) {
    requests.add(Wire.args(request));
    return goesOn.getAsBoolean();
  }

  @Override
  public void protocolError(String message) {
    errors.add(message);
  }

  @Override
  public void queryBufferExceeded() {
    exceeded++;
  }
}
