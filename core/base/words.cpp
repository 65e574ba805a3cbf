// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/words.h"

#include <nlohmann/json.hpp>

#include "core/base/resources.h"

namespace pwb::base {

const Words& Words::of(std::string_view language) {
    if (language.starts_with("zh")) {
        static const Words chinese("zh_CN");
        return chinese;
    }
    static const Words english("en");
    return english;
}

Words::Words(std::string_view language) {
    if (language != "en") m_fallback = &of("en");
    const std::string folder = "messages/" + std::string(language) + "/";
    for (const EmbeddedFile& file : embeddedFiles()) {
        if (!file.name.starts_with(folder)) continue;
        const auto texts = nlohmann::json::parse(file.bytes);
        for (const auto& [code, text] : texts.items()) m_texts[code] = text.get<std::string>();
    }
}

const std::string* Words::find(const std::string& code) const {
    if (const auto it = m_texts.find(code); it != m_texts.end()) return &it->second;
    return m_fallback ? m_fallback->find(code) : nullptr;
}

bool Words::has(std::string_view code) const {
    return m_texts.contains(std::string(code));
}

std::vector<std::string> Words::codes() const {
    std::vector<std::string> codes;
    codes.reserve(m_texts.size());
    for (const auto& [code, text] : m_texts) codes.push_back(code);
    return codes;
}

std::string Words::text(const Message& message) const {
    if (message.code.empty()) return {};
    const std::string* found = find(message.code);
    if (!found) {
        std::string plain = message.code;
        for (const auto& [name, value] : message.args)
            plain.append(" ").append(name).append("=").append(value);
        return plain;
    }
    std::string out;
    out.reserve(found->size() + 32);
    for (std::size_t i = 0; i < found->size(); ++i) {
        const std::size_t end = (*found)[i] == '{' ? found->find('}', i) : std::string::npos;
        if (end == std::string::npos) {
            out += (*found)[i];
            continue;
        }
        const std::string_view name(found->data() + i + 1, end - i - 1);
        for (const auto& [key, value] : message.args)
            if (key == name) out += value;
        i = end;
    }
    return out;
}

std::string Words::remedy(const Error& error) const {
    const Message remedy{error.message.code + ".remedy", error.message.args};
    return find(remedy.code) ? text(remedy) : std::string();
}

std::string Words::text(const Error& error) const {
    std::string out = error.file.empty() ? "" : error.file + ": ";
    out += text(error.message);
    const std::string what = remedy(error);
    if (!what.empty()) out += " " + what;
    return out;
}

}  // namespace pwb::base
