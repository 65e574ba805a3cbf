// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/trials/turn_timing.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/base/try.h"

namespace pwb::quantize {
namespace {

using base::Result;
using Clock = std::chrono::steady_clock;

Result<double> turn(runtime::Session& session, const std::vector<base::Tensor>& inputs, double seconds,
                    const std::stop_token& stop) {
    // What the turn of another model left in the caches is not this one's.
    PWB_CHECK(session.run(inputs, stop));
    std::vector<double> times;
    const auto begin = Clock::now();
    do {
        const auto start = Clock::now();
        PWB_CHECK(session.run(inputs, stop));
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    } while (std::chrono::duration<double>(Clock::now() - begin).count() < seconds || times.size() < 3);
    const auto quartile = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 4);
    std::nth_element(times.begin(), quartile, times.end());
    return *quartile;
}

}  // namespace

std::vector<base::Tensor> repeatFirst(const runtime::Session& session,
                                      const std::vector<base::Tensor>& inputs, int batch) {
    std::vector<base::Tensor> repeated;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const base::Tensor& given = inputs[i];
        const bool dynamic = i < session.inputs().size() && !session.inputs()[i].shape.empty() &&
                             session.inputs()[i].shape[0] < 0;
        if (!dynamic || given.shape.empty() || given.shape[0] < 1) {
            repeated.push_back(given);
            continue;
        }
        std::vector<std::int64_t> shape = given.shape;
        const std::size_t sample = given.bytes.size() / static_cast<std::size_t>(shape[0]);
        shape[0] = batch;
        base::Tensor tensor = base::Tensor::make(given.type, shape);
        for (int k = 0; k < batch; ++k)
            std::copy_n(given.bytes.begin(), sample,
                        tensor.bytes.begin() + static_cast<std::ptrdiff_t>(sample) * k);
        repeated.push_back(std::move(tensor));
    }
    return repeated;
}

Result<std::vector<std::vector<double>>> timeInTurns(const std::vector<std::string>& models,
                                                     const std::vector<base::Tensor>& sample,
                                                     const BuildContext& context, const TurnOptions& options,
                                                     std::stop_token stop) {
    std::vector<runtime::Session> sessions;
    for (const std::string& bytes : models) {
        runtime::SessionOptions settings;
        settings.threads = context.threads;
        settings.provider = context.provider;
        PWB_TRY(auto session, runtime::Session::create(std::string_view(bytes), settings));
        sessions.push_back(std::move(session));
    }
    std::vector<std::vector<double>> best(
        models.size(), std::vector<double>(options.batches.size(), std::numeric_limits<double>::max()));
    for (std::size_t b = 0; b < options.batches.size(); ++b) {
        const auto inputs = repeatFirst(sessions.front(), sample, options.batches[b]);
        for (int round = 0; round < options.rounds; ++round)
            for (std::size_t m = 0; m < sessions.size(); ++m) {
                if (stop.stop_requested()) return base::cancelled();
                PWB_TRY(const auto time, turn(sessions[m], inputs, options.seconds, stop));
                best[m][b] = std::min(best[m][b], time);
            }
    }
    return best;
}

}  // namespace pwb::quantize
