// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

class Int8Workshop;

/// A model prepared and calibrated for INT8 once: its engines, the study of its layers and the search for
/// what stays float all come from it. Thread-safe after open().
class Int8Session {
public:
    /// Prepares, plans, calibrates (or takes the statistics from the cache) and resolves `auto`. A model that
    /// is quantised already is neither prepared nor calibrated.
    /// Errors: those of reading and preparing the model and of calibrating; cancelled.
    [[nodiscard]] static base::Result<Int8Session> open(const BuildContext& context,
                                                        const Int8Options& options,
                                                        const CalibrationSource& source,
                                                        const base::ProgressSink& progress,
                                                        std::stop_token stop);
    ~Int8Session();
    Int8Session(Int8Session&&) noexcept;
    Int8Session& operator=(Int8Session&&) noexcept;

    /// The engine that the options ask for: `keepFloat` stays float, and with `checkSpeed` what measures
    /// slower in INT8.
    /// Errors (Engine): quantize.nothing_to_quantize (no operator of the model has an integer form); those of
    /// writing and of the runtime; cancelled.
    [[nodiscard]] base::Result<BuiltEngine> build(std::stop_token stop) const;
    /// The same with exactly these layers in float (node names of the prepared graph), whatever they cost.
    [[nodiscard]] base::Result<BuiltEngine> buildWith(const std::vector<std::string>& keepFloat,
                                                      std::stop_token stop) const;
    /// Variant "plain", to show what the care taken by build() is worth: every operator that has an integer
    /// form runs in INT8, ranges are the extremes, biases stay. Needs Int8Options::plain.
    /// Errors (Engine): quantize.plain_nothing_kept (build() leaves nothing float that this does not).
    [[nodiscard]] base::Result<BuiltEngine> buildPlain(std::stop_token stop) const;

    [[nodiscard]] const BuildContext& context() const;
    /// What core/quantize works with; null for a model that is quantised already or has nothing to quantise.
    [[nodiscard]] const Int8Workshop* workshop() const;
    /// Memory that it holds: the prepared model, statistics and reference samples.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct State;
    explicit Int8Session(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace pwb::quantize
