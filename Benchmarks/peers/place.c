/* How many session ids a second libmemcached places, on the rings that php-memcached builds for sessions.
 *
 *   place [IDS] [NODES]
 *
 * Prints a line for each ring: name, ids, seconds, ids a second, separated by tabs. The ids are the same as those of
 * PlacementBenchmark: 26 hex digits each from a xorshift generator.
 */
#include <libmemcached/memcached.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ID_LENGTH = 26 };

static void fill(char *ids, size_t count)
{
    uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < count * ID_LENGTH; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ids[i] = "0123456789abcdef"[state >> 60];
    }
}

static memcached_st *pool(int nodes, memcached_behavior_t ring)
{
    memcached_st *memc = memcached_create(NULL);
    for (int i = 1; i <= nodes; i++) {
        char host[32];
        snprintf(host, sizeof host, "10.0.0.%d", i);
        memcached_server_add(memc, host, 11211);
    }
    memcached_behavior_set(memc, ring, 1);
    return memc;
}

static uint32_t pass(memcached_st *memc, const char *ids, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += memcached_generate_hash(memc, ids + i * ID_LENGTH, ID_LENGTH);
    return sum;
}

static void measure(const char *name, memcached_st *memc, const char *ids, size_t count)
{
    struct timespec begin, end;
    /* As in PlacementBenchmark, the second of two passes counts. */
    uint32_t sum = pass(memc, ids, count);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    sum += pass(memc, ids, count);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("%s\t%zu\t%.6f\t%.0f\n", name, count, seconds, (double)count / seconds);
    if (sum == 1)
        fputs("", stderr); /* keeps the loop alive */
    memcached_free(memc);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 4000000;
    int nodes = argc > 2 ? atoi(argv[2]) : 5;
    char *ids = malloc(count * ID_LENGTH + 1);
    if (ids == NULL || nodes < 1)
        return 1;
    fill(ids, count);
    measure("default", pool(nodes, MEMCACHED_BEHAVIOR_KETAMA), ids, count);
    measure("ketama_weighted", pool(nodes, MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED), ids, count);
    free(ids);
    return 0;
}
