/* What a plain C loop does with one connection to memcached: fills it, reads items by pipelined mg, drains a listing.
 *
 *   wire fill PORT ITEMS       stores ITEMS values of 500 bytes; the keys are those of WireBenchmark
 *   wire mg PORT ITEMS         asks for each of them, with its value
 *   wire metadump PORT ITEMS   lists them
 *
 * mg and metadump print name, items, seconds, processor seconds, separated by tabs. The requests and the number of them
 * that are on their way are those of MemcacheClient, and every field of an answer is read.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 512, UNANSWERED = 2 * BATCH, VALUE = 500, BUFFER = 1 << 18 };

static int server;
static char input[BUFFER];
static size_t begin, end;
/* Sums of everything that is read, so that no reading is left out. */
static uint64_t seen;

static void stop(const char *what)
{
    perror(what);
    exit(1);
}

static void connect_to(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server = socket(AF_INET, SOCK_STREAM, 0);
    if (server < 0 || connect(server, (struct sockaddr *)&address, sizeof address) != 0)
        stop("connect");
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void send_all(const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t sent = write(server, bytes, count);
        if (sent <= 0)
            stop("write");
        bytes += sent;
        count -= (size_t)sent;
    }
}

static void receive(void)
{
    if (begin > 0) {
        memmove(input, input + begin, end - begin);
        end -= begin;
        begin = 0;
    }
    ssize_t got = read(server, input + end, BUFFER - end);
    if (got <= 0)
        stop("read");
    end += (size_t)got;
}

/* The next line without its end, and its length. */
static char *line(size_t *length)
{
    char *feed;
    while ((feed = memchr(input + begin, '\n', end - begin)) == NULL)
        receive();
    char *start = input + begin;
    begin = (size_t)(feed - input) + 1;
    *length = (size_t)(feed - start) - (feed > start && feed[-1] == '\r');
    return start;
}

static char *number(char *at, int64_t *value)
{
    int negative = *at == '-';
    *value = 0;
    for (at += negative; *at >= '0' && *at <= '9'; at++)
        *value = *value * 10 + (*at - '0');
    if (negative)
        *value = -*value;
    return at;
}

static size_t key(char *to, size_t index)
{
    return (size_t)sprintf(to, "memc.sess.key.%032zx", index * 2654435761u);
}

static void fill(size_t items)
{
    char *bytes = malloc((size_t)BATCH * (VALUE + 100));
    for (size_t index = 0; index < items;) {
        size_t length = 0;
        for (size_t last = index + BATCH; index < last && index < items; index++) {
            length += (size_t)sprintf(bytes + length, "set ");
            length += key(bytes + length, index);
            length += (size_t)sprintf(bytes + length, " 0 0 %d noreply\r\n", VALUE);
            memset(bytes + length, 'a' + (int)(index % 26), VALUE);
            memcpy(bytes + length + VALUE, "\r\n", 2);
            length += VALUE + 2;
        }
        send_all(bytes, length);
    }
    send_all("mn\r\n", 4);
    size_t length;
    if (memcmp(line(&length), "MN", 2) != 0)
        stop("fill");
    free(bytes);
}

static void read_flags(char *at, char *last)
{
    while (at + 1 < last) {
        int64_t value;
        seen += (unsigned char)at[1];
        at = number(at + 2, &value);
        seen += (uint64_t)value;
    }
}

static size_t mg(size_t items, char (*keys)[48], const size_t *lengths)
{
    char *requests = malloc((size_t)BATCH * 80);
    char *value = malloc(VALUE + 2);
    size_t sent = 0, answered = 0, found = 0;
    while (answered < items) {
        while (sent < items && (sent + BATCH < items ? sent + BATCH : items) - answered <= UNANSWERED) {
            size_t length = 0;
            for (size_t last = sent + BATCH; sent < last && sent < items; sent++) {
                memcpy(requests + length, "mg ", 3);
                memcpy(requests + length + 3, keys[sent], lengths[sent]);
                length += 3 + lengths[sent];
                memcpy(requests + length, " f s t l h u v\r\n", 16);
                length += 16;
            }
            send_all(requests, length);
        }
        size_t length;
        char *start = line(&length);
        answered++;
        if (length == 2 && memcmp(start, "EN", 2) == 0)
            continue;
        if (memcmp(start, "VA ", 3) != 0)
            stop("mg");
        int64_t size;
        char *flags = number(start + 3, &size);
        read_flags(flags, start + length);
        if (size > VALUE)
            stop("value");
        while (end - begin < (size_t)size + 2)
            receive();
        memcpy(value, input + begin, (size_t)size);
        seen += (unsigned char)value[size / 2];
        begin += (size_t)size + 2;
        found++;
    }
    free(requests);
    free(value);
    return found;
}

static int digit(int byte) { return byte <= '9' ? byte - '0' : (byte | 32) - 'a' + 10; }

static size_t metadump(void)
{
    static const char command[] = "lru_crawler metadump hash\r\n";
    char decoded[256];
    size_t found = 0;
    send_all(command, sizeof command - 1);
    for (;;) {
        size_t length;
        char *at = line(&length), *last = at + length;
        if (length < 4 || memcmp(at, "key=", 4) != 0)
            break;
        size_t count = 0;
        for (at += 4; at < last && *at != ' ' && count < sizeof decoded; count++) {
            if (*at == '%') {
                decoded[count] = (char)(digit(at[1]) << 4 | digit(at[2]));
                at += 3;
            } else {
                decoded[count] = *at++;
            }
        }
        seen += (unsigned char)decoded[count / 2] + count;
        while (at < last && *at == ' ') {
            char *name = ++at;
            while (at < last && *at != '=')
                at++;
            if (at == last)
                break;
            if (name[0] == 'f' && name[1] == 'e') {
                seen += at[1] == 'y';
                while (at < last && *at != ' ')
                    at++;
            } else {
                int64_t value;
                at = number(at + 1, &value);
                seen += (uint64_t)value + (unsigned char)name[0];
            }
        }
        found++;
    }
    return found;
}

static double seconds(struct timespec a, struct timespec b)
{
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
}

static double processor(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 64;
    size_t items = strtoul(argv[3], NULL, 10), found;
    connect_to(atoi(argv[2]));
    if (strcmp(argv[1], "fill") == 0) {
        fill(items);
        return 0;
    }
    char(*keys)[48] = malloc(items * sizeof *keys);
    size_t *lengths = malloc(items * sizeof *lengths);
    for (size_t index = 0; index < items; index++)
        lengths[index] = key(keys[index], index);
    struct timespec start, stopped;
    double used = processor();
    clock_gettime(CLOCK_MONOTONIC, &start);
    found = strcmp(argv[1], "mg") == 0 ? mg(items, keys, lengths) : metadump();
    clock_gettime(CLOCK_MONOTONIC, &stopped);
    printf("%s\t%zu\t%.6f\t%.6f\n", argv[1], found, seconds(start, stopped), processor() - used);
    if (seen == 1)
        fputs("", stderr); /* keeps the reading alive */
    return found == items ? 0 : 1;
}
