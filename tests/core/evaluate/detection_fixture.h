// SPDX-License-Identifier: GPL-3.0-or-later
// tests/data/detection/<name>.json, which make_fixture.py there wrote with pycocotools' answers.
#pragma once

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/evaluate/detection_metrics.h"
#include "tests/support/places.h"

namespace pwb::tests {

struct DetectionFixture {
    std::vector<dataset::Sample> samples;
    evaluate::DetectionTable table;
    evaluate::MatchTable matches;
    int classes = 0;
    nlohmann::json expected;
};

inline DetectionFixture detectionFixture(const std::string& name) {
    const auto json = nlohmann::json::parse(
        std::ifstream(std::string(tests::sourceRoot() / "tests/data/detection/") + name + ".json"));
    DetectionFixture fixture;
    fixture.classes = json["classes"];
    fixture.expected = json["expected"];
    for (const auto& image : json["images"]) {
        dataset::Sample& sample = fixture.samples.emplace_back();
        for (const auto& of : image["objects"])
            sample.objects.push_back({{of[0], of[1], of[2], of[3]}, of[4], of[5], of[6].get<int>() != 0});
        auto detections = std::make_shared<evaluate::Detections>();
        for (const auto& of : image["detections"])
            detections->push_back({of[0], of[1], of[2], of[3], of[4], of[5]});
        fixture.matches.push_back(evaluate::matchImage(sample.objects, *detections));
        fixture.table.push_back(std::move(detections));
    }
    return fixture;
}

}  // namespace pwb::tests
