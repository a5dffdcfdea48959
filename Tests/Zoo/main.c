// Deliberately bad plugins that grade the host: one executable, the misdeed as its argument.
//
//     firstmover-zoo MISDEED
//
// It writes the protocol by hand (frame, tag, length), because a library would not let it lie. `good` is the plugin all
// others would be if they did not misbehave: it answers every stage with zeros of the shape it was offered.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static uint8_t in[1 << 22], frame[1 << 22], out[1 << 22], body[1 << 22];
static const char *misdeed;

static int is(const char *name) { return strcmp(misdeed, name) == 0; }

// Protobuf by hand: a growing message.
struct message {
    uint8_t *bytes;
    size_t count;
};

static void put_varint(struct message *m, uint64_t value) {
    while (value >= 0x80) {
        m->bytes[m->count++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    m->bytes[m->count++] = (uint8_t)value;
}

static void put_number(struct message *m, int field, uint64_t value) {
    put_varint(m, (uint64_t)field << 3);
    put_varint(m, value);
}

static void put_bytes(struct message *m, int field, const void *bytes, size_t count) {
    put_varint(m, (uint64_t)field << 3 | 2);
    put_varint(m, count);
    memcpy(m->bytes + m->count, bytes, count);
    m->count += count;
}

static void send_raw(const void *bytes, size_t count) {
    const uint8_t *rest = bytes;
    while (count) {
        ssize_t done = write(1, rest, count);
        if (done <= 0) exit(0);
        rest += done;
        count -= (size_t)done;
    }
}

static void send_frame(const uint8_t *bytes, size_t count) {
    uint32_t length = htonl((uint32_t)count);
    memcpy(frame, &length, 4);
    memcpy(frame + 4, bytes, count);
    send_raw(frame, count + 4);
}

// Envelope fields of a plugin's message.
enum { ID = 1, REPLY_TO = 2, SESSION = 3, DECISION = 4, DONE = 5, LOG = 7, WELCOME = 16, OPENED = 17, PONG = 18 };
// Bodies of a host's message.
enum { DECIDE = 3, FEEDBACK = 4, RESET = 5, CANCEL = 6, HELLO = 16, OPEN = 17, PING = 20, SHUTDOWN = 21 };

static uint64_t last_id = 1;

static void reply(uint64_t to, uint64_t session, int field, const struct message *content) {
    struct message m = {out, 0};
    put_number(&m, ID, last_id);
    last_id += 2;
    put_number(&m, REPLY_TO, to);
    put_number(&m, SESSION, session);
    put_bytes(&m, field, content->bytes, content->count);
    send_frame(m.bytes, m.count);
}

// One field of a message at `*at`: its number, and for bytes where they are.
struct field {
    int number, type;
    uint64_t value;
    const uint8_t *bytes;
};

static uint64_t get_varint(const uint8_t **at) {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        value |= (uint64_t)(**at & 0x7f) << shift;
        if (!(*(*at)++ & 0x80)) return value;
    }
}

static int next_field(const uint8_t **at, const uint8_t *end, struct field *field) {
    if (*at >= end) return 0;
    uint64_t tag = get_varint(at);
    field->number = (int)(tag >> 3);
    field->type = (int)(tag & 7);
    switch (field->type) {
    case 0: field->value = get_varint(at); break;
    case 1: *at += 8; break;
    case 5: *at += 4; break;
    default:
        field->value = get_varint(at);
        field->bytes = *at;
        *at += field->value;
    }
    return 1;
}

static int read_exactly(uint8_t *bytes, size_t count) {
    while (count) {
        ssize_t got = read(0, bytes, count);
        if (got <= 0) return 0;
        bytes += got;
        count -= (size_t)got;
    }
    return 1;
}

// Bytes of the first action of stage 0 in the session, for one row.
static size_t action_bytes = 8;

// Bytes a row of an action's tensor takes: product of its shape times the size of its elements.
static size_t tensor_bytes(const uint8_t *at, const uint8_t *end) {
    size_t elements = 1, size = 8;
    struct field field;
    while (next_field(&at, end, &field)) {
        if (field.number == 2 && field.type == 2) {
            const uint8_t *packed = field.bytes;
            while (packed < field.bytes + field.value) elements *= get_varint(&packed);
        }
        if (field.number == 3) size = field.value == 2 ? 8 : 4;
    }
    return elements * size;
}

static void look_at_open(const uint8_t *at, const uint8_t *end) {
    struct field open, stage, action, tensor;
    size_t agents = 1, bytes = 8;
    int stages = 0;
    while (next_field(&at, end, &open)) {
        if (open.number == 6) agents = open.value;
        if (open.number != 4 || stages++) continue;
        const uint8_t *in_stage = open.bytes, *stage_end = open.bytes + open.value;
        int actions = 0;
        while (next_field(&in_stage, stage_end, &stage)) {
            if (stage.number != 5 || actions++) continue;
            const uint8_t *in_action = stage.bytes, *action_end = stage.bytes + stage.value;
            while (next_field(&in_action, action_end, &action)) {
                if (action.number != 2) continue;
                tensor = action;
                bytes = tensor_bytes(tensor.bytes, tensor.bytes + tensor.value);
            }
        }
    }
    action_bytes = bytes * agents;
}

static void leave_a_grandchild(void) {
    if (fork() != 0) return;
    setsid();
    if (fork() != 0) _exit(0);
    setsid();
    // It holds stdout and stderr open and would live for an hour.
    sleep(3600);
    _exit(0);
}

// What each misdeed does before its first word.
static void misbehave_at_start(void) {
    if (is("silent")) for (;;) pause();
    if (is("chatty-first")) puts("Loading model... done."), fflush(stdout);
    if (is("exit-at-start")) exit(3);
    if (is("huge-frame")) send_raw("\x03\xff\xff\xff", 4), pause();
    if (is("zero-frame")) send_raw("\0\0\0\0", 4), pause();
    if (is("junk")) send_frame((const uint8_t *)"\x0f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12), pause();
    if (is("half-frame-exit")) send_raw("\0\0\0\x20half", 8), exit(0);
    if (is("half-frame-sleep")) send_raw("\0\0\0\x20half", 8), pause();
    if (is("grandchild-lives")) leave_a_grandchild();
    if (is("ignores-term")) signal(SIGTERM, SIG_IGN);
}

static void welcome(uint64_t id, const uint8_t *at, const uint8_t *end) {
    struct message m = {body, 0};
    struct field field;
    uint8_t nonce[16] = {0};
    uint64_t frame_bytes = 0;
    while (next_field(&at, end, &field)) {
        if (field.number == 6) memcpy(nonce, field.bytes, 16);
        if (field.number == 4) frame_bytes = field.value;
    }
    if (is("wrong-nonce")) nonce[0] ^= 1;
    put_bytes(&m, 1, nonce, 16);
    put_number(&m, 2, is("wrong-major") ? 7 : 1);
    put_number(&m, 5, frame_bytes);
    put_number(&m, 6, 1);
    put_bytes(&m, 7, misdeed, strlen(misdeed));
    put_bytes(&m, 8, "0.0.0", 5);
    put_bytes(&m, 9, "c", 1);
    put_bytes(&m, 11, "\x01\x02", 2);
    put_number(&m, 12, 1);
    reply(id, 0, WELCOME, &m);
}

static void opened(uint64_t id, uint64_t session, const uint8_t *at, const uint8_t *end) {
    if (is("silent-in-open")) for (;;) pause();
    look_at_open(at, end);
    struct field field;
    size_t stages = 0;
    while (next_field(&at, end, &field)) stages += field.number == 4;
    struct message m = {body, 0};
    uint8_t spaces[16] = {0};
    put_bytes(&m, 1, spaces, stages);
    put_number(&m, 2, 1);
    if (is("bad-report-name")) put_bytes(&m, 5, "rounds of play", 14);
    if (is("short-report") || is("infinite-report")) put_bytes(&m, 5, "rounds", 6);
    reply(id, session, OPENED, &m);
}

static void decide(uint64_t id, uint64_t session, const uint8_t *at, const uint8_t *end) {
    struct field field;
    uint64_t rows = 1;
    while (next_field(&at, end, &field))
        if (field.number == 3) rows = field.value;

    static int decisions;
    decisions++;
    if (is("slow")) usleep(300000);
    if (is("slow-once") && decisions == 1) usleep(300000);
    if (is("chatty-later")) puts("reward so far: 3.5"), fflush(stdout);
    if (is("exit-in-call")) exit(3);
    if (is("segv")) raise(SIGSEGV);
    if (is("never-answers")) for (;;) pause();
    if (is("grandchild")) leave_a_grandchild(), exit(4);
    if (is("closes-stdout")) close(1), pause();
    if (is("stops-launcher")) {
        kill(getppid(), SIGSTOP);
        for (;;) pause();
    }
    if (is("spins")) for (volatile uint64_t turns = 0;; turns++) continue;
    if (is("floods-stderr"))
        for (int line = 0; line < 20000; line++) fprintf(stderr, "line %d of far too many lines on stderr\n", line);
    if (is("leaks"))
        for (;;) {
            // Volatile, or an optimiser sees that nobody reads it and leaks nothing.
            volatile char *leak = malloc(1 << 20);
            if (!leak) abort();
            for (int byte = 0; byte < 1 << 20; byte += 4096) leak[byte] = 1;
        }
    if (is("half-reply-exit")) send_raw("\0\0\0\x20half", 8), exit(0);
    if (is("half-reply-sleep")) send_raw("\0\0\0\x20half", 8), pause();

    struct message m = {body, 0};
    if (is("talks-forever")) {
        put_number(&m, 1, 2);
        put_bytes(&m, 2, "still thinking", 14);
        for (;;) reply(0, session, LOG, &m);
    }
    static uint8_t zeros[1 << 22];
    size_t count = action_bytes * rows;
    if (is("wrong-shape")) count -= 4;
    if (is("nan")) memcpy(zeros, "\0\0\0\0\0\0\xf8\x7f", 8);
    if (is("out-of-range")) memcpy(zeros, "\0\0\0\0\0\0\xf0\xc2", 8);
    put_bytes(&m, 1, zeros, count);
    if (is("short-report")) put_bytes(&m, 3, zeros, 7);
    if (is("unannounced-report")) put_bytes(&m, 3, zeros, 8);
    if (is("infinite-report")) {
        static uint8_t reports[1 << 22];
        for (size_t row = 0; row < rows; row++) memcpy(reports + 8 * row, "\0\0\0\0\0\0\xf0\x7f", 8);
        put_bytes(&m, 3, reports, 8 * rows);
    }
    if (is("duplicate-id") && decisions > 1) last_id -= 2;
    if (is("even-id")) last_id++;
    reply(is("unknown-id") ? id + 2 : id, is("wrong-session") ? session + 1 : session, DECISION, &m);
    if (is("answers-twice")) reply(id, session, DECISION, &m);
    if (is("never-reads")) for (;;) pause();
}

// No protocol at all: what comes in goes out. Measures the pipes themselves.
static void bare_ping_pong(void) {
    ssize_t count;
    while ((count = read(0, in, sizeof in)) > 0)
        if (write(1, in, (size_t)count) != count) break;
    exit(0);
}

int main(int count, char **arguments) {
    misdeed = count > 1 ? arguments[1] : "good";
    if (is("bare")) bare_ping_pong();
    misbehave_at_start();
    for (;;) {
        uint32_t length;
        if (!read_exactly((uint8_t *)&length, 4)) break;
        length = ntohl(length);
        if (length > sizeof in || !read_exactly(in, length)) exit(76);
        const uint8_t *at = in, *end = in + length;
        struct field field, kind = {0};
        uint64_t id = 0, session = 0;
        while (next_field(&at, end, &field)) {
            if (field.number == 1) id = field.value;
            else if (field.number == 2) session = field.value;
            else kind = field;
        }
        struct message done = {body, 0};
        const uint8_t *from = kind.bytes, *to = kind.bytes + kind.value;
        switch (kind.number) {
        case HELLO: welcome(id, from, to); break;
        case OPEN: opened(id, session, from, to); break;
        case DECIDE: decide(id, session, from, to); break;
        case RESET:
            if (is("silent-in-reset")) for (;;) pause();
            reply(id, session, DONE, &done);
            break;
        case PING: reply(id, session, PONG, &done); break;
        case CANCEL: break;
        case SHUTDOWN:
            if (is("ignores-shutdown") || is("ignores-term")) for (;;) pause();
            reply(id, session, DONE, &done);
            exit(0);
        default: reply(id, session, DONE, &done);
        }
    }
    if (is("ignores-shutdown") || is("ignores-term")) for (;;) pause();
    return 0;
}
