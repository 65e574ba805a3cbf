// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/loader.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <numeric>
#include <thread>

#include "core/dataset/image_reader.h"

namespace pwb::dataset {
namespace {

/// A batch in the making: samples are decoded into their places, and those that failed are closed up later.
struct Slot {
    base::Tensor images;
    std::vector<char> readable;
    std::size_t remaining = 0;
};

base::Tensor batchTensor(const Preprocess& p, std::size_t samples) {
    const auto n = static_cast<std::int64_t>(samples);
    if (p.layout == Layout::Nchw)
        return base::Tensor::make(base::ElementType::Float, {n, p.channels, p.height, p.width});
    return base::Tensor::make(base::ElementType::Float, {n, p.height, p.width, p.channels});
}

}  // namespace

struct Loader::State {
    State(const Manifest& manifest, const Preprocess& preprocess, const Options& options);

    void work();
    void finish(std::size_t position, Slot& slot, tl::expected<LoadTimes, base::Error> outcome);
    void stop();
    [[nodiscard]] Batch closeUp(Slot slot, std::size_t firstPosition) const;
    [[nodiscard]] std::size_t samplesIn(std::size_t batch) const {
        return std::min(batchSize, order.size() - batch * batchSize);
    }
    [[nodiscard]] bool allClaimed() const { return claimed == order.size(); }
    [[nodiscard]] bool mayClaim() const { return claimed / batchSize < delivered + ahead; }

    Preprocess preprocess;
    ImageReader reader;
    std::vector<std::size_t> order;            ///< into the manifest
    std::vector<std::filesystem::path> paths;  ///< as `order`
    std::size_t batchSize, ahead, sampleFloats;

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

Loader::State::State(const Manifest& manifest, const Preprocess& given, const Options& options)
    : preprocess(given),
      reader(given),
      order(options.indices),
      batchSize(static_cast<std::size_t>(std::max(1, options.batch))),
      ahead(static_cast<std::size_t>(std::max(1, options.ahead))),
      sampleFloats(static_cast<std::size_t>(given.channels) * static_cast<std::size_t>(given.height) *
                   static_cast<std::size_t>(given.width)) {
    if (order.empty()) {
        order.resize(manifest.samples.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
    }
    for (const std::size_t index : order) paths.push_back(manifest.samples[index].path);
}

void Loader::State::work() {
    std::unique_lock lock(mutex);
    while (true) {
        workChanged.wait(lock, [&] { return stopping || allClaimed() || mayClaim(); });
        if (stopping || allClaimed()) return;
        const std::size_t position = claimed++;
        const std::size_t batch = position / batchSize;
        if (position % batchSize == 0) {
            const std::size_t samples = samplesIn(batch);
            slots.push_back({batchTensor(preprocess, samples), std::vector<char>(samples, 0), samples});
        }
        Slot& slot = slots[batch - delivered];
        float* out = slot.images.as<float>().data() + position % batchSize * sampleFloats;
        lock.unlock();
        auto outcome = reader.read(paths[position], out);
        lock.lock();
        finish(position, slot, std::move(outcome));
    }
}

void Loader::State::finish(std::size_t position, Slot& slot, tl::expected<LoadTimes, base::Error> outcome) {
    if (outcome)
        slot.readable[position % batchSize] = 1;
    else
        skipped.push_back({position, {order[position], std::move(outcome.error())}});
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
    const std::span<float> values = slot.images.as<float>();
    for (std::size_t i = 0; i < slot.readable.size(); ++i) {
        if (slot.readable[i] == 0) continue;
        float* to = values.data() + batch.indices.size() * sampleFloats;
        if (batch.indices.size() != i)
            std::memcpy(to, values.data() + i * sampleFloats, sampleFloats * sizeof(float));
        batch.indices.push_back(order[firstPosition + i]);
    }
    batch.images = std::move(slot.images);
    batch.images.shape.front() = static_cast<std::int64_t>(batch.indices.size());
    batch.images.bytes.resize(batch.indices.size() * sampleFloats * sizeof(float));
    return batch;
}

Loader::Loader(const Manifest& manifest, const Preprocess& preprocess, const Options& options,
               std::stop_token stop)
    : m_state(std::make_unique<State>(manifest, preprocess, options)) {
    for (int i = 0; i < std::max(1, options.threads); ++i)
        m_state->threads.emplace_back([state = m_state.get()] { state->work(); });
    m_state->onStop.emplace(std::move(stop), [state = m_state.get()] { state->stop(); });
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
