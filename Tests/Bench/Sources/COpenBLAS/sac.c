// Soft actor-critic after Haarnoja et al. 2018b, Algorithm 1, as a program that does nothing else would have it.

#include "include/COpenBLAS.h"

#include <math.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

enum { LAYERS = 3, CRITICS = 2, TRANSITIONS = 100000 };
static const float rate = 3e-4f, discount = 0.99f, tau = 0.005f, least_log_std = -5, greatest_log_std = 2;

// Memory in a list, so that it can be freed as one.
struct block {
  struct block *next;
  alignas(64) float numbers[];
};

// A perceptron with its optimiser; what belongs to all layers lies in one piece.
struct network {
  size_t widths[LAYERS + 1], count;
  float *parameters, *gradient, *mean, *square;
  float *weights[LAYERS], *biases[LAYERS], *weight_gradients[LAYERS], *bias_gradients[LAYERS];
  // Of a batch; the first are inputs.
  float *values[LAYERS + 1], *value_gradients[LAYERS + 1];
};

struct plain_sac {
  struct block *blocks;
  size_t states, actions, batch, transition;
  uint64_t random;
  struct network actor, critics[CRITICS], targets[CRITICS];
  // The logarithm of the temperature, and its optimiser.
  float temperature, temperature_mean, temperature_square;
  int steps;
  // Transitions: state, action, next state, reward, whether that was the end.
  float *replay;
  // A batch of them, and what it returned.
  float *state, *action, *next, *reward, *end, *returned;
  // Of the actions sampled last: noise, logarithm and value of the deviation, the numbers, and their density's logarithm.
  float *noise, *log_std, *std, *sampled, *density, *row_density;
};

static float *room(struct plain_sac *s, size_t count) {
  const size_t size = sizeof(struct block) + (count * sizeof(float) + 63) / 64 * 64;
  struct block *block = aligned_alloc(64, size);
  if (block == NULL) abort();
  memset(block, 0, size);
  block->next = s->blocks;
  s->blocks = block;
  return block->numbers;
}

static uint32_t word(struct plain_sac *s) {
  s->random ^= s->random << 13;
  s->random ^= s->random >> 7;
  s->random ^= s->random << 17;
  return (uint32_t)(s->random >> 32);
}

// In (0, 1).
static float uniform(struct plain_sac *s) { return ((float)(word(s) >> 8) + 0.5f) * 0x1p-24f; }

// Box and Muller, in halves of which the angles come second.
static void draw_noise(struct plain_sac *s) {
  const size_t count = s->batch * s->actions, half = (count + 1) / 2;
  float *x = s->noise, *y = s->noise + half;
  for (size_t i = 0; i < 2 * half; i++) x[i] = uniform(s);
  for (size_t i = 0; i < half; i++) {
    const float radius = sqrtf(-2 * logf(x[i])), angle = 6.2831853f * y[i];
    x[i] = radius * cosf(angle);
    y[i] = radius * sinf(angle);
  }
}

// MARK: Networks

static struct network make_network(struct plain_sac *s, size_t inputs, size_t hidden, size_t outputs) {
  struct network n = {.widths = {inputs, hidden, hidden, outputs}};
  for (int l = 0; l < LAYERS; l++) n.count += (n.widths[l] + 1) * n.widths[l + 1];
  n.parameters = room(s, n.count);
  n.gradient = room(s, n.count);
  n.mean = room(s, n.count);
  n.square = room(s, n.count);
  for (size_t l = 0, start = 0; l < LAYERS; l++) {
    const size_t inner = n.widths[l], columns = n.widths[l + 1];
    n.weights[l] = n.parameters + start;
    n.weight_gradients[l] = n.gradient + start;
    n.biases[l] = n.weights[l] + inner * columns;
    n.bias_gradients[l] = n.weight_gradients[l] + inner * columns;
    const float bound = 1 / sqrtf((float)inner);
    for (size_t i = 0; i < (inner + 1) * columns; i++) n.weights[l][i] = bound * (2 * uniform(s) - 1);
    start += (inner + 1) * columns;
  }
  for (int l = 0; l <= LAYERS; l++) {
    n.values[l] = room(s, s->batch * n.widths[l]);
    n.value_gradients[l] = room(s, s->batch * n.widths[l]);
  }
  return n;
}

static void forward(const struct network *n, size_t batch) {
  for (int l = 0; l < LAYERS; l++) {
    const size_t columns = n->widths[l + 1];
    const float *restrict b = n->biases[l];
    openblas_multiply(batch, columns, n->widths[l], n->values[l], 0, n->weights[l], 0, n->values[l + 1]);
    for (size_t row = 0; row < batch; row++) {
      float *restrict y = n->values[l + 1] + row * columns;
      if (l + 1 < LAYERS)
        for (size_t j = 0; j < columns; j++) y[j] = fmaxf(y[j] + b[j], 0);
      else
        for (size_t j = 0; j < columns; j++) y[j] += b[j];
    }
  }
}

// From the gradient by the outputs, that by the parameters or that by the inputs.
static void backward(const struct network *n, size_t batch, int is_by_parameters) {
  for (int l = LAYERS - 1; l >= 0; l--) {
    const size_t inner = n->widths[l], columns = n->widths[l + 1];
    const float *restrict dy = n->value_gradients[l + 1];
    if (is_by_parameters) {
      openblas_multiply(inner, columns, batch, n->values[l], 1, dy, 0, n->weight_gradients[l]);
      float *restrict db = n->bias_gradients[l];
      memset(db, 0, columns * sizeof(float));
      for (size_t row = 0; row < batch; row++)
        for (size_t j = 0; j < columns; j++) db[j] += dy[row * columns + j];
      if (l == 0) return;
    }
    openblas_multiply(batch, inner, columns, dy, 0, n->weights[l], 1, n->value_gradients[l]);
    if (l == 0) return;
    const float *restrict x = n->values[l];
    float *restrict dx = n->value_gradients[l];
    for (size_t i = 0; i < batch * inner; i++) dx[i] = x[i] > 0 ? dx[i] : 0;
  }
}

// Kingma & Ba 2015, Algorithm 1.
static void adam(size_t count, float *restrict parameters, const float *restrict gradient, float *restrict mean,
    float *restrict square, int steps) {
  const float first = rate / (1 - powf(0.9f, (float)steps)), second = 1 / (1 - powf(0.999f, (float)steps));
  for (size_t i = 0; i < count; i++) {
    mean[i] = 0.9f * mean[i] + 0.1f * gradient[i];
    square[i] = 0.999f * square[i] + 0.001f * gradient[i] * gradient[i];
    parameters[i] -= first * mean[i] / (sqrtf(second * square[i]) + 1e-8f);
  }
}

static void descend(struct network *n, int steps) {
  adam(n->count, n->parameters, n->gradient, n->mean, n->square, steps);
}

static void follow(float *restrict target, const float *restrict source, size_t count) {
  for (size_t i = 0; i < count; i++) target[i] += tau * (source[i] - target[i]);
}

// MARK: An update

static void draw_batch(struct plain_sac *s) {
  const size_t states = s->states, actions = s->actions;
  for (size_t row = 0; row < s->batch; row++) {
    const float *t = s->replay + ((uint64_t)word(s) * TRANSITIONS >> 32) * s->transition;
    memcpy(s->state + row * states, t, states * sizeof(float));
    memcpy(s->action + row * actions, t + states, actions * sizeof(float));
    memcpy(s->next + row * states, t + states + actions, states * sizeof(float));
    s->reward[row] = t[2 * states + actions];
    s->end[row] = t[2 * states + actions + 1];
  }
}

// Actions in `states`, with the noise drawn last.
static void act(struct plain_sac *s, const float *states) {
  const size_t actions = s->actions, count = s->batch * actions;
  memcpy(s->actor.values[0], states, s->batch * s->states * sizeof(float));
  forward(&s->actor, s->batch);
  for (size_t row = 0; row < s->batch; row++)
    for (size_t k = 0; k < actions; k++) {
      const float *y = s->actor.values[LAYERS] + 2 * row * actions;
      s->sampled[row * actions + k] = y[k];
      s->log_std[row * actions + k] = fminf(fmaxf(y[actions + k], least_log_std), greatest_log_std);
    }
  float *restrict a = s->sampled, *restrict std = s->std, *restrict density = s->density;
  const float *restrict noise = s->noise, *restrict log_std = s->log_std;
  for (size_t i = 0; i < count; i++) {
    std[i] = expf(log_std[i]);
    a[i] = tanhf(a[i] + std[i] * noise[i]);
    density[i] = -0.5f * noise[i] * noise[i] - log_std[i] - 0.9189385f - logf(1 - a[i] * a[i] + 1e-6f);
  }
  for (size_t row = 0; row < s->batch; row++) {
    float sum = 0;
    for (size_t k = 0; k < actions; k++) sum += density[row * actions + k];
    s->row_density[row] = sum;
  }
}

static void value(struct plain_sac *s, const struct network *critic, const float *states, const float *actions) {
  for (size_t row = 0; row < s->batch; row++) {
    float *x = critic->values[0] + row * (s->states + s->actions);
    memcpy(x, states + row * s->states, s->states * sizeof(float));
    memcpy(x + s->states, actions + row * s->actions, s->actions * sizeof(float));
  }
  forward(critic, s->batch);
}

static void evaluate_returns(struct plain_sac *s) {
  act(s, s->next);
  for (int j = 0; j < CRITICS; j++) value(s, &s->targets[j], s->next, s->sampled);
  const float *first = s->targets[0].values[LAYERS], *second = s->targets[1].values[LAYERS];
  const float alpha = expf(s->temperature);
  for (size_t row = 0; row < s->batch; row++)
    s->returned[row] = s->reward[row]
        + discount * (1 - s->end[row]) * (fminf(first[row], second[row]) - alpha * s->row_density[row]);
}

// The gradients by both critics of the sum of their losses, which it returns.
static float critic_gradients(struct plain_sac *s) {
  const float share = 1 / (float)s->batch;
  float loss = 0;
  for (int j = 0; j < CRITICS; j++) {
    value(s, &s->critics[j], s->state, s->action);
    for (size_t row = 0; row < s->batch; row++) {
      const float error = s->critics[j].values[LAYERS][row] - s->returned[row];
      loss += 0.5f * share * error * error;
      s->critics[j].value_gradients[LAYERS][row] = share * error;
    }
    backward(&s->critics[j], s->batch, 1);
  }
  return loss;
}

// The gradient by the actor of its loss, which it returns, with the noise drawn last.
static float actor_gradient(struct plain_sac *s) {
  const size_t actions = s->actions, width = s->states + actions;
  const float share = 1 / (float)s->batch, alpha = expf(s->temperature);
  float loss = 0;
  act(s, s->state);
  for (int j = 0; j < CRITICS; j++) value(s, &s->critics[j], s->state, s->sampled);
  const float *first = s->critics[0].values[LAYERS], *second = s->critics[1].values[LAYERS];
  for (size_t row = 0; row < s->batch; row++) {
    s->critics[0].value_gradients[LAYERS][row] = first[row] <= second[row] ? -share : 0;
    s->critics[1].value_gradients[LAYERS][row] = first[row] <= second[row] ? 0 : -share;
    loss += share * (alpha * s->row_density[row] - fminf(first[row], second[row]));
  }
  for (int j = 0; j < CRITICS; j++) backward(&s->critics[j], s->batch, 0);
  const float *by_first = s->critics[0].value_gradients[0], *by_second = s->critics[1].value_gradients[0];
  for (size_t row = 0; row < s->batch; row++)
    for (size_t k = 0; k < actions; k++) {
      const size_t i = row * actions + k, input = row * width + s->states + k, mean = 2 * row * actions + k;
      const float a = s->sampled[i], slope = 1 - a * a, log_std = s->actor.values[LAYERS][mean + actions];
      const float by_mean = (by_first[input] + by_second[input]) * slope
          + share * alpha * 2 * a * slope / (slope + 1e-6f);
      s->actor.value_gradients[LAYERS][mean] = by_mean;
      s->actor.value_gradients[LAYERS][mean + actions] = log_std >= least_log_std && log_std <= greatest_log_std
          ? by_mean * s->std[i] * s->noise[i] - share * alpha
          : 0;
    }
  backward(&s->actor, s->batch, 1);
  return loss;
}

static void update(struct plain_sac *s) {
  s->steps++;
  draw_batch(s);
  draw_noise(s);
  evaluate_returns(s);
  critic_gradients(s);
  for (int j = 0; j < CRITICS; j++) descend(&s->critics[j], s->steps);
  draw_noise(s);
  actor_gradient(s);
  descend(&s->actor, s->steps);
  float by_temperature = (float)s->actions;
  for (size_t row = 0; row < s->batch; row++) by_temperature -= s->row_density[row] / (float)s->batch;
  adam(1, &s->temperature, &by_temperature, &s->temperature_mean, &s->temperature_square, s->steps);
  for (int j = 0; j < CRITICS; j++) follow(s->targets[j].parameters, s->critics[j].parameters, s->critics[j].count);
}

void plain_sac_update(struct plain_sac *s) {
#if defined(__x86_64__)
  // Numbers too small to be normal become 0, as in every program linked with -ffast-math: means of units that no longer
  // learn come there, and make each step slower than the last.
  const unsigned int mode = _mm_getcsr();
  _mm_setcsr(mode | 0x8040);
  update(s);
  _mm_setcsr(mode);
#else
  update(s);
#endif
}

// MARK: Its life

struct plain_sac *plain_sac_create(size_t states, size_t actions, size_t hidden, size_t batch) {
  struct plain_sac *s = calloc(1, sizeof *s);
  if (s == NULL) abort();
  s->states = states;
  s->actions = actions;
  s->batch = batch;
  s->transition = 2 * states + actions + 2;
  s->random = 0x9E3779B97F4A7C15;
  s->actor = make_network(s, states, hidden, 2 * actions);
  for (int j = 0; j < CRITICS; j++) {
    s->critics[j] = make_network(s, states + actions, hidden, 1);
    s->targets[j] = make_network(s, states + actions, hidden, 1);
    memcpy(s->targets[j].parameters, s->critics[j].parameters, s->critics[j].count * sizeof(float));
  }
  s->temperature = logf(0.2f);
  s->replay = room(s, TRANSITIONS * s->transition);
  for (size_t i = 0; i < TRANSITIONS; i++) {
    float *t = s->replay + i * s->transition, *reward = t + s->transition - 2;
    for (size_t k = 0; k < s->transition - 2; k++) t[k] = 2 * uniform(s) - 1;
    for (size_t k = 0; k < actions; k++) *reward -= t[states + k] * t[states + k];
  }
  s->state = room(s, batch * states);
  s->action = room(s, batch * actions);
  s->next = room(s, batch * states);
  s->reward = room(s, batch);
  s->end = room(s, batch);
  s->returned = room(s, batch);
  s->noise = room(s, batch * actions + 1);
  s->log_std = room(s, batch * actions);
  s->std = room(s, batch * actions);
  s->sampled = room(s, batch * actions);
  s->density = room(s, batch * actions);
  s->row_density = room(s, batch);
  return s;
}

void plain_sac_free(struct plain_sac *s) {
  while (s->blocks != NULL) {
    struct block *block = s->blocks;
    s->blocks = block->next;
    free(block);
  }
  free(s);
}

double plain_sac_gradient_error(struct plain_sac *s) {
  float (*const losses[])(struct plain_sac *) = {critic_gradients, actor_gradient};
  struct network *const networks[] = {&s->critics[1], &s->actor};
  double worst = 0;
  draw_batch(s);
  draw_noise(s);
  evaluate_returns(s);
  for (int i = 0; i < 2; i++) {
    struct network *n = networks[i];
    double squares = 0, errors = 0;
    for (int sample = 0; sample < 200; sample++) {
      float *p = n->parameters + word(s) % n->count;
      const float old = *p, step = 2e-3f;
      losses[i](s);
      const double gradient = n->gradient[p - n->parameters];
      *p = old + step;
      const double above = losses[i](s);
      *p = old - step;
      const double difference = (above - losses[i](s)) / (2 * (double)step);
      *p = old;
      squares += difference * difference;
      errors += (difference - gradient) * (difference - gradient);
    }
    worst = fmax(worst, sqrt(errors / squares));
  }
  return worst;
}
