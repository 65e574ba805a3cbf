// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/shared_int8.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/run/inputs/calibration_feed.h"
#include "core/run/stages/int8_options.h"
#include "core/run/stages/stages.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {
namespace {

using base::Result;
using quantize::Int8Session;
using quantize::LayerStudy;

quantize::TrialMemory memoryIn(RunStore* store) {
    if (!store) return {};
    quantize::TrialMemory memory;
    memory.find = [store](const std::string& key) { return RunFacts(*store).trial(key); };
    memory.keep = [store](const std::string& key, const quantize::LayerTrial& trial) {
        // A trial that could not be kept is only tried again.
        (void)RunFacts(*store).saveTrial(key, trial);
    };
    return memory;
}

bool calibrates(const StageContext& context) {
    const auto& precisions = context.plan.precisions;
    return std::find(precisions.begin(), precisions.end(), base::Precision::Int8) != precisions.end() &&
           !context.inputs.calibration.samples.empty();
}

}  // namespace

Result<std::shared_ptr<const Int8Session>> SharedInt8::session(const StageContext& context,
                                                               const base::ProgressSink& progress) {
    if (m_failure) return tl::make_unexpected(*m_failure);
    if (m_session) return m_session;
    const CalibrationFeed feed = calibrationFeed(context.inputs, context.inputs.calibration,
                                                 context.plan.calibrationBatch, context.stop);
    m_skipped = feed.skipped;
    auto opened =
        Int8Session::open(buildContext(context.plan), int8Options(context.plan, context.inputs, context.stop),
                          feed.source, progress, context.stop);
    if (!opened && !base::isCancelled(opened.error())) m_failure = opened.error();
    if (!opened) return tl::make_unexpected(opened.error());
    m_session = std::make_shared<const Int8Session>(std::move(*opened));
    return m_session;
}

Result<std::shared_ptr<LayerStudy>> SharedInt8::study(const StageContext& context,
                                                      const base::ProgressSink& progress) {
    if (m_study) return m_study;
    std::shared_ptr<const Int8Session> ofInt8;
    if (calibrates(context)) {
        PWB_TRY(auto opened, session(context, progress));
        ofInt8 = std::move(opened);
    }
    PWB_TRY(auto made, LayerStudy::open(buildContext(context.plan), ofInt8, memoryIn(context.store)));
    m_study = std::make_shared<LayerStudy>(std::move(made));
    return m_study;
}

std::span<const dataset::SkippedSample> SharedInt8::skipped() const {
    return m_skipped ? std::span(*m_skipped) : std::span<const dataset::SkippedSample>();
}

void SharedInt8::trim() {
    if (m_session && m_session->bytes() > kKeptBytes) drop();
}

void SharedInt8::drop() {
    m_study.reset();
    m_session.reset();
}

}  // namespace pwb::run
