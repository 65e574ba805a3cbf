// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/quantize/int8/int8_workshop.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// INT8 models that differ in what stays float, tried once each: by bytes, so that a choice that comes to the
/// same model is the same trial. Thread-safe.
class LayerTrials {
public:
    /// Node names of the layers that stay float.
    using Floats = std::set<std::string>;

    LayerTrials(const Int8Workshop& workshop, BuildContext context, TrialMemory memory);

    /// Absent where the choice leaves nothing in INT8.
    [[nodiscard]] base::Result<std::optional<double>> sqnr(const Floats& floats, std::stop_token stop);
    [[nodiscard]] base::Result<double> metric(const Floats& floats, const TaskMetric& measure,
                                              std::stop_token stop);
    [[nodiscard]] base::Result<double> milliseconds(const Floats& floats, std::stop_token stop);
    /// By how much the first is slower than the second at batch 1, both timed in turns.
    [[nodiscard]] base::Result<double> millisecondsMore(const Floats& first, const Floats& second,
                                                        std::stop_token stop);

    [[nodiscard]] int tried() const;   ///< models that were asked for
    [[nodiscard]] int reused() const;  ///< of those, known from an earlier call or process in some figure

private:
    /// Which model a choice comes to.
    struct Identity {
        std::string key;
        bool quantized = false;
    };
    struct Made {
        Identity identity;
        std::string bytes;
    };
    [[nodiscard]] base::Result<Made> make(const Floats& floats);
    /// Of a choice that was made before, without making it again.
    [[nodiscard]] std::optional<Identity> madeBefore(const Floats& floats) const;
    [[nodiscard]] base::Result<std::vector<double>> inTurns(const std::vector<std::string>& models,
                                                            int rounds, std::stop_token stop) const;
    [[nodiscard]] LayerTrial recall(const std::string& key);
    void keep(const std::string& key, const LayerTrial& change);

    const Int8Workshop& m_workshop;
    BuildContext m_context;
    TrialMemory m_memory;
    std::string m_references;  ///< SHA-256 of the reference samples
    mutable std::mutex m_mutex;
    std::map<Floats, Identity> m_identities;
    std::unordered_map<std::string, LayerTrial> m_known;
    std::set<std::string> m_tried, m_reused;
};

}  // namespace pwb::quantize
