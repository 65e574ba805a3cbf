// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include "core/base/files.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/build.h"
#include "core/quantize/fp16.h"
#include "core/quantize/overflow_search.h"
#include "core/quantize/trial_run.h"
#include "core/runtime/environment.h"

namespace pwb::quantize {
namespace {

constexpr std::int64_t kOldestOpset = 7;  // every operator set that is read has float16
constexpr double kManyLosses = 0.01;      // of all weights; a few tiny ones are in every network
constexpr double kSteps = 4;

std::string count(std::int64_t number) {
    return std::to_string(number);
}

/// The three tensors that lost most of one kind, and how many tensors lost any.
void warnAbout(const Fp16Facts& facts, std::int64_t HalfCounts::*kind, const std::string& code,
               BuiltEngine& built) {
    std::vector<const TensorLoss*> losses;
    for (const auto& loss : facts.losses)
        if (loss.counts.*kind > 0) losses.push_back(&loss);
    std::stable_sort(losses.begin(), losses.end(),
                     [&](const auto* a, const auto* b) { return a->counts.*kind > b->counts.*kind; });
    std::string worst;
    for (std::size_t i = 0; i < std::min<std::size_t>(losses.size(), 3); ++i)
        worst += (i > 0 ? ", " : "") + losses[i]->tensor;
    built.warnings.push_back({code,
                              {{"count", count(facts.total.*kind)},
                               {"values", count(facts.total.values)},
                               {"tensors", count(std::ssize(losses))},
                               {"worst", worst}}});
}

void report(const Fp16Facts& facts, BuiltEngine& built) {
    built.overflowed = facts.total.overflowed;
    built.underflowed = facts.total.underflowed;
    built.subnormal = facts.total.subnormal;
    const double many = kManyLosses * static_cast<double>(facts.total.values);
    if (facts.total.overflowed > 0)
        warnAbout(facts, &HalfCounts::overflowed, "quantize.fp16_overflow", built);
    if (static_cast<double>(facts.total.underflowed) > many)
        warnAbout(facts, &HalfCounts::underflowed, "quantize.fp16_underflow", built);
    if (static_cast<double>(facts.total.subnormal) > many)
        warnAbout(facts, &HalfCounts::subnormal, "quantize.fp16_subnormal", built);

    int beyondRange = 0;
    for (const auto& kept : facts.kept) {
        built.keptFp32.push_back(kept.node);
        beyondRange += kept.why == "quantize.fp16_kept_range" ? 1 : 0;
    }
    if (beyondRange > 0)
        built.warnings.push_back(
            {"quantize.fp16_range_kept", {{"count", count(beyondRange)}, {"worst", built.keptFp32.front()}}});
}

bool needsEmulation(const BuildContext& context) {
    return runtime::resolveEffective(base::Precision::Fp16, false, context.provider, runtime::detectCpu())
               .id != "fp16";
}

/// Builds, writes and tries one FP16 engine. An error is the reason to fall back.
class Fp16Builder {
public:
    Fp16Builder(const BuildContext& context, const base::ProgressSink& progress, std::stop_token stop)
        : m_context(context), m_progress(progress), m_stop(std::move(stop)) {}

    base::Status build(onnx::ModelProto model, BuiltEngine& built) {
        if (const auto facts = model::prepare(model, kOldestOpset); !facts)
            return tl::make_unexpected(facts.error());
        base::tell(m_progress, 1, kSteps);
        auto status = attempt(model, {}, built);
        if (status || status.error().message.code != "quantize.fp16_non_finite") return status;

        Fp16Options options;
        auto beyond = nodesBeyondHalf(model, m_stop);
        if (!beyond) return base::isCancelled(beyond.error()) ? base::Status(base::cancelled()) : status;
        if (beyond->empty()) return status;
        options.keepFp32 = std::move(*beyond);
        return attempt(model, options, built);
    }

private:
    base::Status attempt(const onnx::ModelProto& prepared, const Fp16Options& options, BuiltEngine& built) {
        if (m_stop.stop_requested()) return base::cancelled();
        onnx::ModelProto model = prepared;
        const auto facts = convertToFp16(model, options);
        if (!facts) return tl::make_unexpected(facts.error());
        if (needsEmulation(m_context)) {
            auto emulation = emulateFp16(prepared, nullptr, options);
            if (!emulation) return tl::make_unexpected(emulation.error());
            built.emulationModel = std::move(*emulation);
        }
        base::tell(m_progress, 2, kSteps);
        if (auto saved = model::save(model, built.file); !saved) return saved;
        base::tell(m_progress, 3, kSteps);
        if (auto proved = prove(built); !proved) return proved;
        report(*facts, built);
        return {};
    }

    /// The file must run, and be finite where FP32 is; so must the emulation, which shows what hardware with
    /// FP16 arithmetic would give.
    base::Status prove(const BuiltEngine& built) const {
        const auto half = trialRun(built.file, m_context, m_stop);
        if (!half) {
            // Where FP32 cannot run on made-up inputs either, that says nothing about the conversion.
            const bool decided =
                base::isCancelled(half.error()) || trialRun(m_context.model, m_context, m_stop);
            return decided ? base::Status(tl::make_unexpected(half.error())) : base::Status();
        }
        bool finite = allFinite(*half);
        if (finite && !built.emulationModel.empty()) {
            const auto emulated = trialRun(std::string_view(built.emulationModel), m_context, m_stop);
            if (!emulated) return tl::make_unexpected(emulated.error());
            finite = allFinite(*emulated);
        }
        if (finite) return {};
        const auto single = trialRun(m_context.model, m_context, m_stop);
        if (!single) return tl::make_unexpected(single.error());
        if (!allFinite(*single)) return {};
        return base::engineFailure("", "quantize.fp16_non_finite");
    }

    const BuildContext& m_context;
    const base::ProgressSink& m_progress;
    std::stop_token m_stop;
};

base::Status fallBack(const BuildContext& context, const base::Error& reason, BuiltEngine& built) {
    removeEngine(built.file);
    BuiltEngine single;
    single.requested = base::Precision::Fp16;
    single.fallback = true;
    single.fallbackReason = reason.message;
    single.file = enginePath(context, base::Precision::Fp16, true);
    built = std::move(single);
    return copyEngine(context, built.file);
}

}  // namespace

base::Result<BuiltEngine> buildFp16(const BuildContext& context, const base::ProgressSink& progress,
                                    std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    auto model = model::load(context.model);
    if (!model) return tl::make_unexpected(model.error());
    if (isQuantizedModel(*model))
        return base::badInput(context.model.string(), "quantize.fp16_already_quantized");
    if (auto folder = base::ensureWritableFolder(context.outputFolder); !folder)
        return tl::make_unexpected(folder.error());

    BuiltEngine built;
    built.requested = base::Precision::Fp16;
    built.file = enginePath(context, base::Precision::Fp16, false);
    base::Status status;
    if (isHalfModel(*model)) {
        built.warnings.push_back({"quantize.fp16_already_half"});
        status = copyEngine(context, built.file);
    } else {
        status = Fp16Builder(context, progress, stop).build(std::move(*model), built);
        const bool unwritable = !status && status.error().message.code == "base.write_failed";
        if (!status && !base::isCancelled(status.error()) && !unwritable)
            status = fallBack(context, base::Error(status.error()), built);
    }
    if (!status) {
        removeEngine(built.file);
        return tl::make_unexpected(status.error());
    }
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    base::tell(progress, kSteps, kSteps);
    return built;
}

}  // namespace pwb::quantize
