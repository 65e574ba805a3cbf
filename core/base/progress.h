// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

namespace pwb::base {

/// Called with the finished and the total amount of a step, from whichever thread works on it; cheap to
/// call often. A null sink is allowed everywhere.
using ProgressSink = std::function<void(double done, double total)>;

inline void tell(const ProgressSink& sink, double done, double total) {
    if (sink) sink(done, total);
}

}  // namespace pwb::base
