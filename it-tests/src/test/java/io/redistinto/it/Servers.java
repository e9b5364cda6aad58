package io.redistinto.it;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link RealRedis} or an {@link OurServer} to a test that takes one as a parameter. Each
 * is started at its first use and shared by every test of the run; JUnit closes both at the end.
 */
final class Servers implements BeforeEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(Servers.class);

  private static final Map<Class<?>, Supplier<TestServer>> STARTERS =
      Map.of(RealRedis.class, RealRedis::start, OurServer.class, OurServer::start);

  /**
   * Starts what the class's methods take before any of them is called: here a server that is
   * missing skips the test, while a parameter is resolved it would be an error.
   */
  @Override
  public void beforeEach(ExtensionContext context) {
    Arrays.stream(context.getRequiredTestClass().getDeclaredMethods())
        .flatMap(method -> Arrays.stream(method.getParameterTypes()))
        .filter(STARTERS::containsKey)
        .distinct()
        .forEach(type -> server(type, context));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return STARTERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(parameter.getParameter().getType(), context);
  }

  private static Object server(Class<?> type, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(type, wanted -> STARTERS.get(wanted).get());
  }
}
