package io.redistinto.it;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link RealRedis} or an {@link OurServer} to a test that takes one as a parameter. Each
 * is started at its first use and shared by every test of the run; JUnit closes both at the end.
 */
final class Servers implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(Servers.class);

  private static final Map<Class<?>, Supplier<TestServer>> STARTERS =
      Map.of(RealRedis.class, RealRedis::start, OurServer.class, OurServer::start);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return STARTERS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(parameter.getParameter().getType(), type -> STARTERS.get(type).get());
  }
}
