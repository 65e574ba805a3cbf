// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

namespace pwb::base {

/// Calls `work` with 0 … count − 1, each once, on a few threads; when stopped, the rest is left out. `work`
/// must not throw.
template <class Work>
void inParallel(std::size_t count, const std::stop_token& stop, Work work) {
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t i = next++; i < count && !stop.stop_requested(); i = next++) work(i);
    };
    const std::size_t threads =
        std::min<std::size_t>(count, std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(take);
    take();
}

}  // namespace pwb::base
