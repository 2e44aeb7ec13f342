/* What a plain C loop does to read sessions from all nodes of a pool: asks each node for its keys by pipelined mg, with
 * values, all nodes at once.
 *
 *   show PORT KEYS [PORT KEYS]...    KEYS: a file with one key a line
 *
 * The requests and the number of them that are on their way are those of MemcacheClient, and every field of an answer is
 * read. Prints items found, seconds, processor seconds, separated by tabs.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { NODES = 16, BATCH = 512, UNANSWERED = 2 * BATCH, BUFFER = 1 << 18 };

struct node {
    int server;
    /* The keys, each ended by a line feed, and where the next one begins. */
    char *keys, *next;
    size_t count, sent, answered;
    char input[BUFFER];
    size_t begin, end;
    /* Bytes of a value, with its line end, that have not come. */
    size_t missing;
};

static struct node nodes[NODES];
/* Sums of everything that is read, so that no reading is left out. */
static uint64_t seen;
static size_t found;

static void stop(const char *what)
{
    perror(what);
    exit(1);
}

static void open_node(struct node *node, int port, const char *file)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int on = 1;
    FILE *keys = fopen(file, "rb");
    if (keys == NULL || fseek(keys, 0, SEEK_END) != 0)
        stop(file);
    size_t length = (size_t)ftell(keys);
    rewind(keys);
    node->keys = node->next = malloc(length + 1);
    if (fread(node->keys, 1, length, keys) != length)
        stop(file);
    fclose(keys);
    for (size_t index = 0; index < length; index++)
        node->count += node->keys[index] == '\n';
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    node->server = socket(AF_INET, SOCK_STREAM, 0);
    if (node->server < 0 || connect(node->server, (struct sockaddr *)&address, sizeof address) != 0)
        stop("connect");
    setsockopt(node->server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void ask(struct node *node)
{
    static char requests[BATCH * 300];
    for (;;) {
        size_t last = node->sent + BATCH < node->count ? node->sent + BATCH : node->count, length = 0;
        if (node->sent == node->count || last - node->answered > UNANSWERED)
            return;
        for (; node->sent < last; node->sent++) {
            size_t key = (size_t)((char *)memchr(node->next, '\n', 300) - node->next);
            memcpy(requests + length, "mg ", 3);
            memcpy(requests + length + 3, node->next, key);
            memcpy(requests + length + 3 + key, " f s t l h u c v\r\n", 18);
            length += key + 21;
            node->next += key + 1;
        }
        for (char *at = requests; length > 0;) {
            ssize_t wrote = write(node->server, at, length);
            if (wrote <= 0)
                stop("write");
            at += wrote;
            length -= (size_t)wrote;
        }
    }
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

/* Takes what is there; a line that is not whole stays. */
static void parse(struct node *node)
{
    static char value[1 << 20];
    while (node->begin < node->end) {
        char *start = node->input + node->begin, *feed;
        if (node->missing > 0) {
            size_t here = node->end - node->begin < node->missing ? node->end - node->begin : node->missing;
            memcpy(value, start, here);
            seen += (unsigned char)value[here / 2];
            node->begin += here;
            node->missing -= here;
            node->answered += node->missing == 0;
            continue;
        }
        feed = memchr(start, '\n', node->end - node->begin);
        if (feed == NULL)
            return;
        node->begin = (size_t)(feed - node->input) + 1;
        if (memcmp(start, "EN", 2) == 0) {
            node->answered++;
            continue;
        }
        if (memcmp(start, "VA ", 3) != 0)
            stop("mg");
        int64_t size;
        char *at = number(start + 3, &size), *last = feed - 1;
        while (at + 1 < last) {
            int64_t field;
            seen += (unsigned char)at[1];
            at = number(at + 2, &field);
            seen += (uint64_t)field;
        }
        node->missing = (size_t)size + 2;
        found++;
    }
}

static void receive(struct node *node)
{
    memmove(node->input, node->input + node->begin, node->end - node->begin);
    node->end -= node->begin;
    node->begin = 0;
    ssize_t got = read(node->server, node->input + node->end, BUFFER - node->end);
    if (got <= 0)
        stop("read");
    node->end += (size_t)got;
}

int main(int argc, char **argv)
{
    size_t count = (size_t)(argc - 1) / 2, open = count;
    struct pollfd waits[NODES];
    struct timespec start, stopped;
    struct rusage used;
    if (argc < 3 || argc % 2 == 0 || count > NODES)
        return 64;
    for (size_t index = 0; index < count; index++) {
        open_node(&nodes[index], atoi(argv[1 + 2 * index]), argv[2 + 2 * index]);
        waits[index] = (struct pollfd){.fd = nodes[index].server, .events = POLLIN};
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (size_t index = 0; index < count; index++)
        ask(&nodes[index]);
    while (open > 0) {
        if (poll(waits, count, 10000) <= 0)
            stop("poll");
        for (size_t index = 0; index < count; index++) {
            struct node *node = &nodes[index];
            if (waits[index].revents == 0)
                continue;
            receive(node);
            parse(node);
            ask(node);
            if (node->answered == node->count) {
                waits[index].fd = -1;
                open--;
            }
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &stopped);
    getrusage(RUSAGE_SELF, &used);
    printf("%zu\t%.6f\t%.6f\n", found,
           (double)(stopped.tv_sec - start.tv_sec) + (double)(stopped.tv_nsec - start.tv_nsec) / 1e9,
           (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
    if (seen == 1)
        fputs("", stderr); /* keeps the reading alive */
    return 0;
}
