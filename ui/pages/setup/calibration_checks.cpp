// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/calibration_checks.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>
#include <string_view>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using Sign = Chip::Sign;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CalibrationChecks)
};

bool has(const std::vector<base::Message>& messages, std::string_view code) {
    return std::any_of(messages.begin(), messages.end(), [code](const auto& m) { return m.code == code; });
}

QString pairsTip(const std::vector<dataset::SamplePair>& exact,
                 const std::vector<dataset::SamplePair>& near) {
    constexpr std::size_t kShown = 8;
    QStringList lines;
    for (const auto* pairs : {&exact, &near})
        for (const dataset::SamplePair& pair : *pairs)
            if (lines.size() < static_cast<qsizetype>(kShown))
                lines << Words::tr("%1 and %2")
                             .arg(QString::fromStdString(pair.first.filename().string()),
                                  QString::fromStdString(pair.second.string()));
    const std::size_t all = exact.size() + near.size();
    if (all > kShown) lines << Words::tr("and %1 more").arg(all - kShown);
    return lines.join('\n');
}

QString exactAndNear(std::size_t exact, std::size_t near, bool pictures) {
    const auto count = [](std::size_t n) { return formatCount(static_cast<std::int64_t>(n)); };
    if (!pictures) return exact == 0 ? Words::tr("none") : Words::tr("%1 the same").arg(count(exact));
    if (exact + near == 0) return Words::tr("none, nor nearly so");
    return Words::tr("%1 the same, %2 nearly the same").arg(count(exact), count(near));
}

Sign goodIf(bool good) {
    return good ? Sign::Good : Sign::Warning;
}

/// Duplicates, leaks and values: what the background check found.
QList<SetCheck> foundChecks(const dataset::CalibrationCheck& check, bool own, bool pictures) {
    QList<SetCheck> checks;
    checks.append({goodIf(check.duplicates.empty() && check.nearDuplicates.empty()), Words::tr("Duplicates"),
                   exactAndNear(check.duplicates.size(), check.nearDuplicates.size(), pictures),
                   pairsTip(check.duplicates, check.nearDuplicates)});
    if (own && check.comparedValidation > 0)
        checks.append({goodIf(check.leaks.empty() && check.nearLeaks.empty()),
                       Words::tr("In the validation data"),
                       Words::tr("%1, of %2 compared")
                           .arg(exactAndNear(check.leaks.size(), check.nearLeaks.size(), pictures),
                                formatCount(check.comparedValidation)),
                       pairsTip(check.leaks, check.nearLeaks)});
    constexpr std::array<std::string_view, 6> kValueCodes = {
        "dataset.inputs_non_finite", "dataset.inputs_unscaled",          "dataset.inputs_flat",
        "dataset.inputs_swapped",    "dataset.calibration_values_scale", "dataset.calibration_values_differ"};
    QStringList strange;
    for (const base::Message& warning : check.warnings)
        if (std::find(kValueCodes.begin(), kValueCodes.end(), warning.code) != kValueCodes.end())
            strange << coreText(warning);
    if (!strange.isEmpty())
        checks.append({Sign::Warning, Words::tr("Values"), strange.join(' '), {}});
    else if (check.values && !check.values->channels.empty()) {
        double low = check.values->channels.front().min, high = check.values->channels.front().max;
        for (const dataset::ChannelRange& channel : check.values->channels)
            low = std::min(low, channel.min), high = std::max(high, channel.max);
        const QString range = Words::tr("%1 to %2").arg(formatNumber(low, 2), formatNumber(high, 2));
        checks.append(
            {Sign::Good,
             Words::tr("Values"),
             check.validationValues ? Words::tr("%1, like the validation data's").arg(range) : range,
             {}});
    }
    return checks;
}

}  // namespace

QList<SetCheck> calibrationChecks(const SetupFacts& facts, bool own) {
    const dataset::CalibrationSet& set = **facts.calibration;
    const auto& source = own ? facts.calibrationData : facts.data;
    const bool pictures = !(source && *source && (*source)->tensors);
    QList<SetCheck> checks;
    if (set.classesTotal > 0)
        checks.append({goodIf(set.classesCovered == set.classesTotal),
                       Words::tr("Classes covered"),
                       Words::tr("%1 of %2").arg(set.classesCovered).arg(set.classesTotal),
                       {}});
    const bool few = has(set.warnings, "dataset.calibration_few");
    constexpr std::size_t kRecommended = 500;
    const bool fewer = set.indices.size() < kRecommended;
    checks.append({few     ? Sign::Warning
                   : fewer ? Sign::Info
                           : Sign::Good,
                   Words::tr("Samples"),
                   Words::tr("%1; 500 to 1,000 are recommended")
                       .arg(formatCount(static_cast<std::int64_t>(set.indices.size()))),
                   {}});
    if (facts.check)
        checks += foundChecks(*facts.check, own, pictures);
    else
        checks.append(
            {Sign::Waiting, Words::tr("Duplicates, values"), Words::tr("looking at the samples"), {}});
    if (has(set.warnings, "dataset.calibration_from_validation"))
        checks.append({Sign::Info,
                       Words::tr("Source"),
                       Words::tr("the validation data itself, which flatters INT8 slightly"),
                       {}});
    return checks;
}

}  // namespace pwb::ui
