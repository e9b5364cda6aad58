package io.redistinto.server.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All connected clients, in the order of their ids. */
public final class Clients {
  private final Map<Long, Client> byId = new LinkedHashMap<>();
  private final List<Consumer<Client>> whenGone = new ArrayList<>();

  /** Has what is known of a client elsewhere forgotten when it is gone. */
  public void whenGone(Consumer<Client> forget) {
    whenGone.add(forget);
  }

  public void add(Client client) {
    byId.put(client.id(), client);
  }

  public void remove(Client client) {
    if (byId.remove(client.id()) != null) {
      whenGone.forEach(forget -> forget.accept(client));
    }
  }

  public int count() {
    return byId.size();
  }

  /** The client of this id, or null. */
  public Client get(long id) {
    return byId.get(id);
  }

  /** A view of all clients; not to be changed while it is walked. */
  public Collection<Client> all() {
    return Collections.unmodifiableCollection(byId.values());
  }
}
