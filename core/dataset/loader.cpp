// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/loader.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <numeric>
#include <thread>

#include "core/dataset/loading/sample_reader.h"

namespace pwb::dataset {
namespace {

/// A batch in the making: samples are decoded into their places, and those that failed are closed up later.
struct Slot {
    std::vector<base::Tensor> inputs;
    std::vector<char> readable;
    std::vector<Placement> placements;
    std::size_t remaining = 0;
};

std::vector<base::Tensor> batchTensors(const std::vector<SampleTensor>& tensors, std::size_t samples) {
    std::vector<base::Tensor> batch;
    for (const SampleTensor& tensor : tensors) {
        std::vector<std::int64_t> shape = tensor.shape;
        if (!tensor.shared) shape.insert(shape.begin(), static_cast<std::int64_t>(samples));
        batch.push_back(base::Tensor::make(tensor.type, std::move(shape)));
    }
    return batch;
}

}  // namespace

struct Loader::State {
    State(const Manifest& manifest, const Preprocess& preprocess, const Options& options);

    void work();
    void finish(std::size_t position, Slot& slot, base::Result<Placement> outcome);
    void stop();
    [[nodiscard]] Batch closeUp(Slot slot, std::size_t firstPosition) const;
    [[nodiscard]] std::size_t samplesIn(std::size_t batch) const {
        return std::min(batchSize, order.size() - batch * batchSize);
    }
    [[nodiscard]] bool allClaimed() const { return claimed == order.size(); }
    [[nodiscard]] bool mayClaim() const { return claimed / batchSize < delivered + ahead; }

    std::unique_ptr<SampleReader> reader;
    std::vector<SampleTensor> tensors;
    std::vector<std::size_t> order;  ///< into the manifest
    std::vector<Sample> samples;     ///< as `order`
    std::size_t batchSize, ahead;

    mutable std::mutex mutex;
    std::condition_variable workChanged, batchChanged;
    std::deque<Slot> slots;     ///< batches delivered, delivered + 1, …; a deque, so that none moves
    std::size_t claimed = 0;    ///< samples handed to a thread
    std::size_t delivered = 0;  ///< batches taken by next(), or passed over as empty
    bool stopping = false;
    std::vector<std::pair<std::size_t, SkippedSample>> skipped;  ///< with their position in `order`

    std::vector<std::jthread> threads;
    std::optional<std::stop_callback<std::function<void()>>> onStop;
};

Loader::State::State(const Manifest& manifest, const Preprocess& preprocess, const Options& options)
    : reader(makeSampleReader(manifest, preprocess)),
      tensors(reader->tensors()),
      order(options.indices),
      batchSize(static_cast<std::size_t>(std::max(1, options.batch))),
      ahead(static_cast<std::size_t>(std::max(1, options.ahead))) {
    if (order.empty()) {
        order.resize(manifest.samples.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
    }
    samples.reserve(order.size());
    for (const std::size_t index : order) samples.push_back(manifest.samples[index]);
}

void Loader::State::work() {
    std::unique_lock lock(mutex);
    while (true) {
        workChanged.wait(lock, [&] { return stopping || allClaimed() || mayClaim(); });
        if (stopping || allClaimed()) return;
        const std::size_t position = claimed++;
        const std::size_t batch = position / batchSize;
        if (position % batchSize == 0) {
            const std::size_t count = samplesIn(batch);
            slots.push_back({batchTensors(tensors, count), std::vector<char>(count, 0),
                             std::vector<Placement>(count), count});
        }
        Slot& slot = slots[batch - delivered];
        std::vector<std::byte*> out;
        for (std::size_t i = 0; i < tensors.size(); ++i)
            out.push_back(slot.inputs[i].bytes.data() +
                          (tensors[i].shared ? 0 : position % batchSize * tensors[i].bytes()));
        lock.unlock();
        auto outcome = reader->read(samples[position], out);
        lock.lock();
        finish(position, slot, std::move(outcome));
    }
}

void Loader::State::finish(std::size_t position, Slot& slot, base::Result<Placement> outcome) {
    if (outcome) {
        slot.readable[position % batchSize] = 1;
        slot.placements[position % batchSize] = *outcome;
    } else {
        skipped.push_back({position, {order[position], std::move(outcome.error())}});
    }
    if (--slot.remaining == 0) batchChanged.notify_all();
}

void Loader::State::stop() {
    {
        const std::lock_guard lock(mutex);
        stopping = true;
    }
    workChanged.notify_all();
    batchChanged.notify_all();
}

Batch Loader::State::closeUp(Slot slot, std::size_t firstPosition) const {
    Batch batch;
    for (std::size_t i = 0; i < slot.readable.size(); ++i) {
        if (slot.readable[i] == 0) continue;
        const std::size_t to = batch.indices.size();
        for (std::size_t t = 0; t < tensors.size() && to != i; ++t) {
            const std::size_t bytes = tensors[t].bytes();
            std::byte* values = slot.inputs[t].bytes.data();
            if (!tensors[t].shared) std::memcpy(values + to * bytes, values + i * bytes, bytes);
        }
        batch.indices.push_back(order[firstPosition + i]);
        if (reader->images()) batch.placements.push_back(slot.placements[i]);
    }
    batch.inputs = std::move(slot.inputs);
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        if (tensors[t].shared) continue;
        batch.inputs[t].shape.front() = static_cast<std::int64_t>(batch.indices.size());
        batch.inputs[t].bytes.resize(batch.indices.size() * tensors[t].bytes());
    }
    return batch;
}

Loader::Loader(const Manifest& manifest, const Preprocess& preprocess, const Options& options,
               std::stop_token stop)
    : m_state(std::make_unique<State>(manifest, preprocess, options)) {
    // First of all: who is stopped from the start must not have begun.
    m_state->onStop.emplace(std::move(stop), [state = m_state.get()] { state->stop(); });
    const int threads = m_state->reader->concurrent() ? std::max(1, options.threads) : 1;
    for (int i = 0; i < threads; ++i)
        m_state->threads.emplace_back([state = m_state.get()] { state->work(); });
}

Loader::~Loader() {
    m_state->onStop.reset();
    m_state->stop();
    m_state->threads.clear();  // joins, while what they use still exists
}

std::optional<Batch> Loader::next() {
    State& state = *m_state;
    std::unique_lock lock(state.mutex);
    while (true) {
        state.batchChanged.wait(lock, [&] {
            const bool ready = !state.slots.empty() && state.slots.front().remaining == 0;
            return state.stopping || ready || (state.allClaimed() && state.slots.empty());
        });
        if (state.stopping || state.slots.empty()) return std::nullopt;
        Slot slot = std::move(state.slots.front());
        state.slots.pop_front();
        const std::size_t first = state.delivered++ * state.batchSize;
        lock.unlock();
        state.workChanged.notify_all();
        Batch batch = state.closeUp(std::move(slot), first);
        if (!batch.indices.empty()) return batch;
        lock.lock();
    }
}

std::vector<SkippedSample> Loader::skipped() const {
    const std::lock_guard lock(m_state->mutex);
    auto entries = m_state->skipped;
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<SkippedSample> samples;
    samples.reserve(entries.size());
    for (auto& [position, sample] : entries) samples.push_back(std::move(sample));
    return samples;
}

}  // namespace pwb::dataset
