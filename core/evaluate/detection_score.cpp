// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <numeric>

#include "core/evaluate/average_precision.h"
#include "core/evaluate/confidence_bins.h"
#include "core/evaluate/confusion.h"
#include "core/evaluate/detection_metrics.h"

namespace pwb::evaluate {
namespace {

std::optional<double> share(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

/// Mean of what is there.
struct Mean {
    double sum = 0;
    std::int64_t n = 0;

    void add(const std::optional<double>& value) {
        if (!value) return;
        sum += *value;
        ++n;
    }
    [[nodiscard]] std::optional<double> value() const {
        if (n == 0) return std::nullopt;
        return sum / static_cast<double>(n);
    }
};

/// A class in one size range: its objects are counted already.
struct AveragePrecision {
    std::optional<double> ap50, ap50_95;
};
AveragePrecision averagePrecision(const ClassRanking& ranking, std::size_t range, std::int64_t objects,
                                  std::vector<float>* curve, PrecisionRecall& precision) {
    if (objects <= 0) return {};
    const RecallPoints points(static_cast<std::uint32_t>(objects));
    precision.start(points);
    for (const RankedDetection& of : ranking.detections) precision.add(of.right(range), of.ignored(range), 1);
    const auto average = precision.finish();
    if (curve != nullptr) curve->assign(precision.curve().begin(), precision.curve().end());
    return {average.front(), std::accumulate(average.begin(), average.end(), 0.0) / kIouThresholds};
}

void scoreClass(const ClassRanking& ranking, double threshold, PrecisionRecall& precision,
                DetectionClass& of) {
    for (std::size_t r = 0; r < kSizeRanges.size(); ++r) {
        const auto ap = averagePrecision(ranking, r, of.bySize[r].objects, nullptr, precision);
        of.bySize[r].ap50 = ap.ap50;
        of.bySize[r].ap50_95 = ap.ap50_95;
    }
    const auto ap = averagePrecision(ranking, kAnySize, of.objects, &of.curve, precision);
    of.ap50 = ap.ap50;
    of.ap50_95 = ap.ap50_95;
    for (const RankedDetection& detection : ranking.detections) {
        if (detection.confidence < threshold) break;
        if ((detection.ignored(kAnySize) & 1U) != 0) continue;
        ++of.detections;
        of.found += detection.right(kAnySize) & 1U;
    }
    of.precision = share(of.found, of.detections);
    of.recall = share(of.found, of.objects);
    of.f1 = share(2 * of.found, of.detections + of.objects);
}

std::vector<SizeMetrics> emptySizes() {
    std::vector<SizeMetrics> sizes(kSizeRanges.size());
    for (std::size_t r = 0; r < sizes.size(); ++r) sizes[r].range = kSizeRanges[r];
    return sizes;
}

/// Objects by class and size, and how many of them were found; the latter as recall.
void countObjects(const std::vector<const MatchedObject*>& objects, double threshold,
                  DetectionMetrics& metrics) {
    const std::size_t sizes = kSizeRanges.size();
    std::vector<std::int64_t> found((metrics.perClass.size() + 1) * sizes);
    for (const MatchedObject* object : objects) {
        const auto label = static_cast<std::size_t>(object->label);
        DetectionClass& of = metrics.perClass[label];
        ++of.objects;
        for (std::size_t r = 0; r < sizes; ++r) {
            if (!contains(kSizeRanges[r], object->area)) continue;
            ++of.bySize[r].objects;
            ++metrics.bySize[r].objects;
            if (object->foundAt < 0 || object->foundAt < threshold) continue;
            ++found[label * sizes + r];
            ++found[metrics.perClass.size() * sizes + r];
        }
    }
    metrics.objects = static_cast<std::int64_t>(objects.size());
    for (std::size_t r = 0; r < sizes; ++r) {
        for (std::size_t label = 0; label < metrics.perClass.size(); ++label) {
            SizeMetrics& of = metrics.perClass[label].bySize[r];
            of.recall = share(found[label * sizes + r], of.objects);
        }
        metrics.bySize[r].recall =
            share(found[metrics.perClass.size() * sizes + r], metrics.bySize[r].objects);
    }
}

void sumClasses(DetectionMetrics& metrics) {
    Mean ap50;
    Mean ap50_95;
    for (const DetectionClass& of : metrics.perClass) {
        ap50.add(of.ap50);
        ap50_95.add(of.ap50_95);
        metrics.detections += of.detections;
        metrics.found += of.found;
    }
    metrics.map50 = ap50.value().value_or(0);
    metrics.map50_95 = ap50_95.value().value_or(0);
    for (std::size_t r = 0; r < kSizeRanges.size(); ++r) {
        Mean sized50;
        Mean sized50_95;
        for (const DetectionClass& of : metrics.perClass) {
            sized50.add(of.bySize[r].ap50);
            sized50_95.add(of.bySize[r].ap50_95);
        }
        metrics.bySize[r].ap50 = sized50.value();
        metrics.bySize[r].ap50_95 = sized50_95.value();
    }
    metrics.missed = metrics.objects - metrics.found;
    metrics.falseDetections = metrics.detections - metrics.found;
    metrics.falseRate = share(metrics.falseDetections, metrics.detections);
    metrics.missedRate = share(metrics.missed, metrics.objects);
    metrics.f1 = share(2 * metrics.found, metrics.detections + metrics.objects);
}

void addConfidences(const Ranking& ranking, DetectionMetrics& metrics) {
    ConfidenceBins bins;
    for (const ClassRanking& of : ranking.classes)
        for (const RankedDetection& detection : of.detections)
            if ((detection.ignored(kAnySize) & 1U) == 0)
                bins.add(detection.confidence, (detection.right(kAnySize) & 1U) != 0);
    bins.finish(metrics.histogram, metrics.reliability, metrics.ece);
}

}  // namespace

std::optional<double> bestThreshold(const MatchTable& matches) {
    std::vector<std::pair<float, bool>> answers;  // confidence, right
    std::int64_t objects = 0;
    for (const auto& image : matches) {
        if (image == nullptr) continue;
        objects += static_cast<std::int64_t>(image->objects.size());
        for (const MatchedDetection& of : image->detections)
            if ((image->ignored(of, kAnySize) & 1U) == 0)
                answers.emplace_back(of.confidence, (image->right(of, kAnySize) & 1U) != 0);
    }
    std::ranges::sort(answers, std::greater<>{});
    std::optional<double> threshold;
    double highest = 0;
    std::int64_t right = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        right += answers[i].second ? 1 : 0;
        const bool last = i + 1 == answers.size();
        if (!last && answers[i + 1].first == answers[i].first) continue;  // these come in together
        const double f1 = 2.0 * static_cast<double>(right) /
                          static_cast<double>(objects + static_cast<std::int64_t>(i) + 1);
        if (f1 <= highest) continue;
        highest = f1;
        // Half-way to the next one, so that another engine's rounding does not push the last answer out.
        threshold =
            last ? answers[i].first : (static_cast<double>(answers[i].first) + answers[i + 1].first) / 2;
    }
    return threshold;
}

DetectionMetrics scoreDetection(std::span<const dataset::Sample> samples, const DetectionTable& table,
                                const MatchTable& matches, int classes, double threshold) {
    const MatchTable* const only = &matches;
    const Ranking ranking = rankDetections({&only, 1}, classes);
    DetectionMetrics metrics;
    metrics.images = static_cast<std::int64_t>(ranking.images);
    metrics.threshold = threshold;
    metrics.bySize = emptySizes();
    metrics.perClass.resize(ranking.classes.size());
    for (DetectionClass& of : metrics.perClass) of.bySize = emptySizes();
    countObjects(ranking.objects, threshold, metrics);
    PrecisionRecall precision;
    for (std::size_t label = 0; label < ranking.classes.size(); ++label)
        scoreClass(ranking.classes[label], threshold, precision, metrics.perClass[label]);
    sumClasses(metrics);
    metrics.confusion = confusionOf(samples, table, matches, classes, threshold);
    addConfidences(ranking, metrics);
    return metrics;
}

}  // namespace pwb::evaluate
