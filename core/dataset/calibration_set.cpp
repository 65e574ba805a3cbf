// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/calibration_set.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "core/dataset/calibration/content_match.h"

namespace pwb::dataset {
namespace {

constexpr std::size_t kFewSamples = 100;

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). Not from the
/// standard library, whose distributions and shuffle differ between implementations.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    /// Uniform in 0 … bound − 1, by rejection.
    std::uint64_t below(std::uint64_t bound) {
        const std::uint64_t excess = (0 - bound) % bound;  // 2⁶⁴ mod bound
        std::uint64_t value = next();
        while (value < excess) value = next();
        return value % bound;
    }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
    }

private:
    std::uint64_t m_state;
};

using Group = std::vector<std::size_t>;

/// Samples of each class, in a drawn order; the classes themselves in a drawn order too, so that a remainder
/// does not always go to the first ones.
std::vector<Group> shuffledGroups(const Manifest& source, Random& random) {
    std::vector<Group> groups(source.classes.size() + 1);
    for (std::size_t i = 0; i < source.samples.size(); ++i) {
        const int label = source.samples[i].label;
        groups[label < 0 ? source.classes.size() : static_cast<std::size_t>(label)].push_back(i);
    }
    for (Group& group : groups) random.shuffle(group);
    random.shuffle(groups);
    return groups;
}

/// The classes that a sample shows, each once; the number of classes for none.
void classesShown(const Manifest& source, std::size_t sample, std::vector<std::size_t>& shown) {
    shown.clear();
    for (const Object& object : source.samples[sample].objects) {
        const auto label = static_cast<std::size_t>(object.label);
        if (!object.crowd && std::find(shown.begin(), shown.end(), label) == shown.end())
            shown.push_back(label);
    }
    if (shown.empty()) shown.push_back(source.classes.size());
}

/// Images one after the other, each for the class that the fewest of the drawn ones show: a rare class comes
/// with every image that has it before a common one is drawn more often. Images that show nothing count as a
/// class.
std::vector<std::size_t> drawByObjects(const Manifest& source, std::size_t wanted, Random& random) {
    const std::size_t classes = source.classes.size() + 1;
    std::vector<Group> showing(classes);
    std::vector<std::size_t> order(source.samples.size()), shown;
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    for (const std::size_t sample : order) {
        classesShown(source, sample, shown);
        for (const std::size_t one : shown) showing[one].push_back(sample);
    }
    std::vector<std::size_t> turns(classes), next(classes, 0), count(classes, 0), drawn;
    std::iota(turns.begin(), turns.end(), std::size_t{0});
    random.shuffle(turns);
    std::vector<char> taken(source.samples.size(), 0);
    while (drawn.size() < wanted) {
        std::size_t fewest = classes;
        for (const std::size_t one : turns) {
            while (next[one] < showing[one].size() && taken[showing[one][next[one]]] != 0) ++next[one];
            if (next[one] < showing[one].size() && (fewest == classes || count[one] < count[fewest]))
                fewest = one;
        }
        const std::size_t sample = showing[fewest][next[fewest]];
        taken[sample] = 1;
        drawn.push_back(sample);
        classesShown(source, sample, shown);
        for (const std::size_t one : shown) ++count[one];
    }
    return drawn;
}

void judgeCoverage(const Manifest& source, CalibrationSet& set) {
    const bool labelled = source.hasObjects || std::any_of(source.samples.begin(), source.samples.end(),
                                                           [](const Sample& s) { return s.label >= 0; });
    if (!labelled) return;
    std::vector<char> covered(source.classes.size(), 0);
    for (const std::size_t index : set.indices) {
        if (source.samples[index].label >= 0)
            covered[static_cast<std::size_t>(source.samples[index].label)] = 1;
        for (const Object& object : source.samples[index].objects)
            if (!object.crowd) covered[static_cast<std::size_t>(object.label)] = 1;
    }
    set.classesTotal = static_cast<int>(covered.size());
    set.classesCovered = static_cast<int>(std::count(covered.begin(), covered.end(), 1));
    if (set.classesCovered == set.classesTotal) return;
    const auto first = std::find(covered.begin(), covered.end(), 0) - covered.begin();
    set.warnings.push_back({"dataset.calibration_classes_missing",
                            {{"missing", std::to_string(set.classesTotal - set.classesCovered)},
                             {"total", std::to_string(set.classesTotal)},
                             {"first", source.classes[static_cast<std::size_t>(first)]}}});
}

void judgeLeakage(const Manifest& source, const Manifest* validation, bool fromValidation,
                  CalibrationSet& set) {
    const std::string total = std::to_string(set.indices.size());
    if (fromValidation) {
        set.alsoInValidation = static_cast<int>(set.indices.size());
        set.warnings.push_back({"dataset.calibration_from_validation", {{"count", total}}});
        return;
    }
    if (validation == nullptr) return;
    std::vector<std::filesystem::path> drawn, others;
    for (const std::size_t index : set.indices) drawn.push_back(source.samples[index].path);
    for (const Sample& sample : validation->samples) others.push_back(sample.path);
    set.alsoInValidation = countSameContent(drawn, others);
    if (set.alsoInValidation > 0)
        set.warnings.push_back({"dataset.calibration_leak",
                                {{"count", std::to_string(set.alsoInValidation)}, {"total", total}}});
}

}  // namespace

std::vector<std::size_t> drawBalanced(const Manifest& source, int count, std::uint64_t seed) {
    Random random(seed);
    const std::size_t wanted = std::min(source.samples.size(), static_cast<std::size_t>(std::max(0, count)));
    std::vector<std::size_t> drawn;
    if (source.hasObjects) {
        drawn = drawByObjects(source, wanted, random);
        std::sort(drawn.begin(), drawn.end());
        return drawn;
    }
    const std::vector<Group> groups = shuffledGroups(source, random);
    for (std::size_t round = 0; drawn.size() < wanted; ++round)
        for (const Group& group : groups)
            if (round < group.size() && drawn.size() < wanted) drawn.push_back(group[round]);
    std::sort(drawn.begin(), drawn.end());
    return drawn;
}

base::Result<CalibrationSet> drawCalibrationSet(const Manifest& source, int count, std::uint64_t seed,
                                                const Manifest* validation, bool fromValidation) {
    CalibrationSet set;
    set.indices = drawBalanced(source, count, seed);
    if (set.indices.empty()) return base::badInput(source.root.string(), "dataset.calibration_empty");
    if (set.indices.size() < kFewSamples)
        set.warnings.push_back({"dataset.calibration_few",
                                {{"count", std::to_string(set.indices.size())}, {"recommended", "500"}}});
    judgeCoverage(source, set);
    judgeLeakage(source, validation, fromValidation, set);
    return set;
}

}  // namespace pwb::dataset
