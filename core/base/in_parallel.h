// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "core/base/error.h"

namespace pwb::base {

/// Calls `work` with 0 … count − 1, each once, on a few threads, at most `most`; when stopped, the rest is
/// left out. `work` must not throw.
template <class Work>
void inParallel(std::size_t count, const std::stop_token& stop, Work work, std::size_t most = 4) {
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++) work(i);
    };
    const std::size_t cores = std::max(std::thread::hardware_concurrency(), 1U);
    const std::size_t threads = std::min({count, cores, most});
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(take);
    take();
}

/// The same for work that can fail: `work` gives a Status. After a failure the rest is left out; the first
/// one is returned.
template <class Work>
[[nodiscard]] Status tryInParallel(std::size_t count, std::size_t most, Work work) {
    std::mutex mutex;
    std::stop_source failed;
    Status outcome;
    const auto noteFailure = [&](std::size_t i) {
        Status status = work(i);
        if (status) return;
        const std::scoped_lock lock(mutex);
        if (outcome) outcome = std::move(status);
        failed.request_stop();
    };
    inParallel(count, failed.get_token(), noteFailure, most);
    return outcome;
}

}  // namespace pwb::base
