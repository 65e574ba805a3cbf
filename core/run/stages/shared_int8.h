// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/dataset/loader.h"
#include "core/quantize/layer_study.h"

namespace pwb::run {

struct StageContext;

/// What the stages of one run share, so that its model is prepared and calibrated once: the INT8 session and
/// the study of its layers, both opened at the first need. One stage uses it at a time.
class SharedInt8 {
public:
    /// A failure is remembered, cancelling is not. Errors: those of Int8Session::open().
    [[nodiscard]] base::Result<std::shared_ptr<const quantize::Int8Session>> session(
        const StageContext& context, const base::ProgressSink& progress);
    /// The study of the plan's layers, its trials kept in the run's store (where there is one); without INT8
    /// where the plan has none or no samples to calibrate on. Errors: those of session() and
    /// LayerStudy::open().
    [[nodiscard]] base::Result<std::shared_ptr<quantize::LayerStudy>> study(
        const StageContext& context, const base::ProgressSink& progress);
    /// Calibration samples that could not be read when the session was opened.
    [[nodiscard]] std::span<const dataset::SkippedSample> skipped() const;

    /// Lets go of it all where it takes more than kKeptBytes: for the time between two stages.
    void trim();
    void drop();

private:
    static constexpr std::size_t kKeptBytes = std::size_t{256} << 20;

    std::shared_ptr<const std::vector<dataset::SkippedSample>> m_skipped;
    std::shared_ptr<const quantize::Int8Session> m_session;
    std::optional<base::Error> m_failure;
    std::shared_ptr<quantize::LayerStudy> m_study;
};

}  // namespace pwb::run
