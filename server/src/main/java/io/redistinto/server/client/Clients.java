package io.redistinto.server.client;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All connected clients, in the order of their ids. */
public final class Clients {
  private final Map<Long, Client> byId = new LinkedHashMap<>();

  public void add(Client client) {
    byId.put(client.id(), client);
  }

  public void remove(Client client) {
    byId.remove(client.id());
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
