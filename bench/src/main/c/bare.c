/*
 * A server that does nothing but what every server must: it waits for its sockets, reads them, finds
 * where requests end, and sends a reply for each. What a loader reaches with it is the most that it
 * could reach with any server.
 *
 *   bare PORT BYTES    BYTES: of a value
 *
 * It knows replies by the command's name alone, and serves benchmarks only: requests are arrays of
 * bulk strings, or lines.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_EVENTS = 256, READ_BYTES = 1 << 20, NAME_BYTES = 16, ITEM_BYTES = 3, MOST_ITEMS = 1000 };

/* What a request is made of, and so what comes next. */
enum state { LINE, LENGTH, WORD, WORD_END };

struct connection {
  int socket;
  enum state state;
  char line[NAME_BYTES]; /* begins the line that is being read, or the word */
  int line_bytes;
  char name[NAME_BYTES];
  int words_left;
  long word_left;
  char *replies; /* not sent yet, from `sent` on */
  size_t size, sent, capacity;
};

static char *value, *items[MOST_ITEMS + 1];
static size_t value_bytes;
static int poller;
static struct connection *answered[MOST_EVENTS];
static int answered_count;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void reply(struct connection *c, const char *bytes, size_t count) {
  if (c->size + count > c->capacity) {
    c->capacity = 2 * (c->size + count);
    c->replies = realloc(c->replies, c->capacity);
    if (!c->replies) fail("realloc");
  }
  memcpy(c->replies + c->size, bytes, count);
  c->size += count;
}

static void reply_text(struct connection *c, const char *text) { reply(c, text, strlen(text)); }

/* The last word's beginning is in the line. */
static void answer(struct connection *c) {
  const char *name = c->name;
  if (!strcasecmp(name, "PING")) reply_text(c, "+PONG\r\n");
  else if (!strcasecmp(name, "SET") || !strcasecmp(name, "MSET")) reply_text(c, "+OK\r\n");
  else if (!strcasecmp(name, "GET")) reply(c, value, value_bytes);
  else if (!strcasecmp(name, "CONFIG")) reply_text(c, "*2\r\n$4\r\nsave\r\n$0\r\n\r\n");
  else if (!strcasecmp(name, "SPOP")) reply_text(c, "$-1\r\n");
  else if (!strcasecmp(name, "ZPOPMIN")) reply_text(c, "*0\r\n");
  else if (!strcasecmp(name, "LPOP") || !strcasecmp(name, "RPOP")) reply_text(c, "$3\r\nxxx\r\n");
  else if (!strcasecmp(name, "LRANGE")) {
    int last = atoi(c->line);
    reply_text(c, items[last < 0 ? 0 : last >= MOST_ITEMS ? MOST_ITEMS : last + 1]);
  } else reply_text(c, ":1\r\n");
}

static void remember(struct connection *c, char byte) {
  if (c->line_bytes < NAME_BYTES - 1) {
    c->line[c->line_bytes++] = byte;
    c->line[c->line_bytes] = 0;
  }
}

static void end_of_line(struct connection *c) {
  if (c->line[0] == '*') {
    c->words_left = atoi(c->line + 1);
    c->name[0] = 0;
    c->state = LENGTH;
  } else {
    strcpy(c->name, c->line);
    answer(c);
  }
}

static void end_of_word(struct connection *c) {
  if (!c->name[0]) strcpy(c->name, c->line);
  c->state = LENGTH;
  if (--c->words_left == 0) {
    answer(c);
    c->state = LINE;
  }
}

static void requests(struct connection *c, const char *bytes, long count) {
  const char *end = bytes + count;
  while (bytes < end) {
    if (c->state == WORD) {
      long here = c->word_left < end - bytes ? c->word_left : end - bytes;
      for (long i = 0; i < here && c->line_bytes < NAME_BYTES - 1; i++) remember(c, bytes[i]);
      bytes += here;
      c->word_left -= here;
      if (c->word_left == 0) c->state = WORD_END;
      continue;
    }
    char byte = *bytes++;
    if (byte == '\r') continue;
    if (byte != '\n') {
      remember(c, byte);
      continue;
    }
    if (c->state == LINE) end_of_line(c);
    else if (c->state == LENGTH) {
      c->word_left = atol(c->line + 1);
      c->state = c->word_left ? WORD : WORD_END;
    } else end_of_word(c);
    c->line_bytes = 0;
    c->line[0] = 0;
  }
}

static void watch(struct connection *c, int operation, unsigned events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(poller, operation, c->socket, &event) < 0) fail("epoll_ctl");
}

static void send_replies(struct connection *c, int waited) {
  ssize_t count = send(c->socket, c->replies + c->sent, c->size - c->sent, MSG_NOSIGNAL);
  if (count > 0) c->sent += count;
  if (c->sent == c->size) {
    c->sent = c->size = 0;
    if (waited) watch(c, EPOLL_CTL_MOD, EPOLLIN);
  } else if (!waited) watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
}

static void receive(struct connection *c) {
  static char bytes[READ_BYTES];
  ssize_t count = recv(c->socket, bytes, sizeof bytes, 0);
  if (count <= 0) {
    close(c->socket);
    free(c->replies);
    free(c);
    return;
  }
  requests(c, bytes, count);
  if (c->size && !c->sent) answered[answered_count++] = c;
}

static void admit(int listener) {
  struct connection *c = calloc(1, sizeof *c);
  int one = 1;
  if (!c) fail("calloc");
  c->socket = accept4(listener, 0, 0, SOCK_NONBLOCK);
  if (c->socket < 0) fail("accept");
  setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  watch(c, EPOLL_CTL_ADD, EPOLLIN);
}

static void prepare(long bytes) {
  value = malloc(bytes + 32);
  if (!value) fail("malloc");
  value_bytes = sprintf(value, "$%ld\r\n", bytes);
  memset(value + value_bytes, 'x', bytes);
  value_bytes += bytes;
  memcpy(value + value_bytes, "\r\n", 2);
  value_bytes += 2;
  for (int count = 0; count <= MOST_ITEMS; count++) {
    char *at = items[count] = malloc(16 + count * (ITEM_BYTES + 8));
    if (!at) fail("malloc");
    at += sprintf(at, "*%d\r\n", count);
    for (int i = 0; i < count; i++) at += sprintf(at, "$3\r\nxxx\r\n");
  }
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  prepare(atol(arguments[2]));
  int one = 1;
  struct connection listener = {.socket = socket(AF_INET, SOCK_STREAM, 0)};
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons(atoi(arguments[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener.socket, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener.socket, (struct sockaddr *)&address, sizeof address) < 0) fail("bind");
  if (listen(listener.socket, 511) < 0) fail("listen");
  poller = epoll_create1(0);
  watch(&listener, EPOLL_CTL_ADD, EPOLLIN);
  struct epoll_event events[MOST_EVENTS];
  for (;;) {
    int ready = epoll_wait(poller, events, MOST_EVENTS, -1);
    answered_count = 0;
    for (int i = 0; i < ready; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == &listener) admit(listener.socket);
      else if (events[i].events & EPOLLOUT) send_replies(c, 1);
      else receive(c);
    }
    for (int i = 0; i < answered_count; i++) send_replies(answered[i], 0);
  }
}
