// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/number.h"
#include "core/decide/choice.h"
#include "core/decide/feasibility.h"
#include "core/decide/figures.h"

namespace pwb::decide {
namespace {

using base::Message;
using base::Precision;

struct Outcome {
    Verdict verdict = Verdict::NoEngine;
    std::optional<base::EngineId> engine;  ///< only with Deploy: what else changes is of no interest here

    bool operator==(const Outcome&) const = default;
};

Outcome outcome(const Evidence& evidence, const Requirements& requirements) {
    const Case of(evidence, requirements);
    const auto feasibility = feasibilityOf(of);
    const Choice choice = choose(of, feasibility);
    if (choice.verdict != Verdict::Deploy) return {choice.verdict, std::nullopt};
    return {choice.verdict, choice.advice().id};
}

/// One requirement that can be moved: a larger value is stricter, or the other way round.
struct Control {
    std::function<void(Requirements&, double)> set;
    std::function<Message(double, bool above)> condition;
    double step = 0;              ///< between a value and the next one
    std::optional<double> value;  ///< as asked now; absent: not asked
    bool strictWhenLarge = true;
};

/// `limits`: the largest value each engine still meets (strictWhenLarge), or the smallest. Between two
/// neighbours of them nothing can change, so deciding on both sides of each finds every change.
void addTips(std::vector<TippingPoint>& tips, const Evidence& evidence, const Requirements& asked,
             const Control& control, std::vector<double> limits) {
    const Outcome now = outcome(evidence, asked);
    const auto at = [&](double value) {
        Requirements moved = asked;
        control.set(moved, value);
        return outcome(evidence, moved);
    };
    const auto add = [&](double limit, bool above, const Outcome& then) {
        tips.push_back({control.condition(limit, above), then.engine, then.verdict});
    };
    std::ranges::sort(limits);
    const double step = control.strictWhenLarge ? control.step : -control.step;
    if (control.strictWhenLarge) std::ranges::reverse(limits);
    // From the present value towards looser ones, each limit itself still meets.
    if (control.value)
        for (const double limit : limits) {
            const bool looser = control.strictWhenLarge ? limit < *control.value : limit > *control.value;
            const Outcome then = looser ? at(limit) : now;
            if (then == now) continue;
            add(limit, !control.strictWhenLarge, then);
            break;
        }
    std::ranges::reverse(limits);
    for (const double limit : limits) {
        const bool stricter =
            !control.value || (control.strictWhenLarge ? limit >= *control.value : limit <= *control.value);
        const Outcome then = stricter ? at(limit + step) : now;
        if (then == now) continue;
        add(limit, control.strictWhenLarge, then);
        break;
    }
}

std::vector<double> collect(const Case& of,
                            const std::function<std::optional<double>(const EngineEvidence&)>& limit) {
    std::vector<double> limits;
    for (const EngineEvidence& engine : of.evidence.engines)
        if (engine.usable)
            if (const auto value = limit(engine)) limits.push_back(*value);
    return limits;
}

void camerasTips(std::vector<TippingPoint>& tips, const Evidence& evidence, const Requirements& asked,
                 const Case& of) {
    const double fps = *asked.fps;
    const Control control{[](Requirements& of_, double value) { of_.streams = static_cast<int>(value); },
                          [](double value, bool above) {
                              return Message{above ? "decide.tip_cameras_above" : "decide.tip_cameras_up_to",
                                             {{"cameras", base::number(value, 0)}}};
                          },
                          1, asked.streams.value_or(1), true};
    auto limits = collect(of, [&](const EngineEvidence& engine) -> std::optional<double> {
        const auto rate = pessimisticFps(engine);
        if (!rate || *rate / fps > 1e6) return std::nullopt;
        return std::floor(*rate / fps);
    });
    std::erase(limits, 0);
    addTips(tips, evidence, asked, control, std::move(limits));
}

void totalFpsTips(std::vector<TippingPoint>& tips, const Evidence& evidence, const Requirements& asked,
                  const Case& of) {
    const double streams = std::max(asked.streams.value_or(1), 1);
    const Control control{[streams](Requirements& moved, double value) { moved.fps = value / streams; },
                          [](double value, bool) {
                              return Message{"decide.tip_fps_above", {{"fps", base::number(value, 0)}}};
                          },
                          1, std::nullopt, true};
    addTips(tips, evidence, asked, control,
            collect(of, [](const EngineEvidence& engine) -> std::optional<double> {
                const auto rate = pessimisticFps(engine);
                return rate ? std::optional(std::floor(*rate)) : std::nullopt;
            }));
}

void latencyTips(std::vector<TippingPoint>& tips, const Evidence& evidence, const Requirements& asked,
                 const Case& of) {
    const Control control{[](Requirements& moved, double value) { moved.latencyMs = value; },
                          [](double value, bool above) {
                              return Message{above ? "decide.tip_latency_from" : "decide.tip_latency_below",
                                             {{"ms", base::number(value, 2)}}};
                          },
                          0.01, asked.latencyMs, false};
    addTips(tips, evidence, asked, control,
            collect(of, [](const EngineEvidence& engine) -> std::optional<double> {
                if (!engine.endToEndP99Ms) return std::nullopt;
                return std::ceil(*engine.endToEndP99Ms * 100) / 100;
            }));
}

void floorTips(std::vector<TippingPoint>& tips, const Evidence& evidence, const Requirements& asked,
               const Case& of) {
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    if (!fp32 || fp32->accuracy.value_or(0) <= 0) return;
    const Control control{[](Requirements& moved, double value) { moved.accuracyFloorPercent = value; },
                          [](double value, bool above) {
                              return Message{above ? "decide.tip_floor_above" : "decide.tip_floor_up_to",
                                             {{"percent", plain(value)}}};
                          },
                          0.1, asked.accuracyFloorPercent, true};
    const auto percent = [&](std::optional<double> value) -> std::optional<double> {
        if (!value) return std::nullopt;
        return std::floor(1000 * *value / *fp32->accuracy) / 10;
    };
    auto limits =
        collect(of, [&](const EngineEvidence& engine) { return percent(pessimisticAccuracy(of, engine)); });
    for (const double limit :
         collect(of, [&](const EngineEvidence& e) { return percent(estimatedAccuracy(of, e)); }))
        limits.push_back(limit);
    std::erase_if(limits, [](double limit) { return limit <= 0 || limit >= 100; });
    addTips(tips, evidence, asked, control, std::move(limits));
}

void safetyTip(std::vector<TippingPoint>& tips, const Evidence& evidence, const Requirements& asked) {
    Requirements moved = asked;
    moved.safetyCritical = !asked.safetyCritical;
    const Outcome then = outcome(evidence, moved);
    if (then == outcome(evidence, asked)) return;
    tips.push_back(
        {{moved.safetyCritical ? "decide.tip_safety" : "decide.tip_no_safety"}, then.engine, then.verdict});
}

}  // namespace

std::vector<TippingPoint> tippingPoints(const Evidence& evidence, const Requirements& requirements) {
    std::vector<TippingPoint> tips;
    const Case of(evidence, requirements);
    if (of.here) {
        if (requirements.fps && *requirements.fps > 0)
            camerasTips(tips, evidence, requirements, of);
        else
            totalFpsTips(tips, evidence, requirements, of);
        latencyTips(tips, evidence, requirements, of);
    }
    floorTips(tips, evidence, requirements, of);
    safetyTip(tips, evidence, requirements);
    return tips;
}

}  // namespace pwb::decide
