// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyleFactory>

#include "ui/theme/style_sheet.h"

namespace pwb::ui {
namespace {

Theme lightTheme() {
    Theme t;
    t.window = "#F3F4F6", t.rail = "#EBEDF0", t.card = "#FFFFFF", t.raised = "#F8F9FA";
    t.hairline = "#D9DDE3", t.hairlineInner = "#E9ECEF";
    t.text = "#1C2128", t.textSecondary = "#57606A", t.textWaiting = "#7D8690";
    t.chartGrid = "#E6E9ED", t.chartAxis = "#9AA2AB";
    t.accent = "#5A4FB8", t.accentTint = "#E9E7F6", t.selectedRow = "#EEECF9";
    t.good = "#1A7F37", t.bad = "#B42318", t.neutral = "#57606A", t.inactive = "#B9C0C8";
    t.fp32 = "#0072B2", t.fp16 = "#009E73", t.int8 = "#D55E00";
    t.int8Qat = "#8F3D00", t.int8Dynamic = "#C08040", t.int8TensorRt = "#562A10";
    t.int8Plain = "#7F6B61";
    return t;
}

Theme darkTheme() {
    Theme t;
    t.dark = true;
    t.window = "#14171B", t.rail = "#181C20", t.card = "#1D2126", t.raised = "#23282E";
    t.hairline = "#343A42", t.hairlineInner = "#292F36";
    t.text = "#E7EAEE", t.textSecondary = "#A3ACB6", t.textWaiting = "#7F8994";
    t.chartGrid = "#2A3037", t.chartAxis = "#6B747E";
    t.accent = "#A59CF2", t.accentTint = "#2D2A46", t.selectedRow = "#2A2840";
    t.good = "#63C584", t.bad = "#F28B82", t.neutral = "#A3ACB6", t.inactive = "#4A525B";
    t.fp32 = "#56B4E9", t.fp16 = "#3CC9A0", t.int8 = "#F2945A";
    t.int8Qat = "#FFCFAE", t.int8Dynamic = "#C48A58", t.int8TensorRt = "#A9663A";
    t.int8Plain = "#BBA69A";
    return t;
}

const Theme& themeFor(bool dark) {
    static const Theme light = lightTheme(), night = darkTheme();
    return dark ? night : light;
}

QColor mix(const QColor& top, const QColor& under, qreal share) {
    const auto channel = [share](int a, int b) { return qRound(a * share + b * (1 - share)); };
    return QColor(channel(top.red(), under.red()), channel(top.green(), under.green()),
                  channel(top.blue(), under.blue()));
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128;
}

/// Design pixels of body text; all other sizes are proportional to it.
constexpr qreal kBodyPixels = 13;

qreal textScale() {
    const QFontInfo info(QApplication::font());
    return std::max(0.6, info.pixelSize() / kBodyPixels);
}

}  // namespace

const Theme& Theme::current() {
    return themeFor(isDark(QApplication::palette()));
}

const Theme& Theme::light() {
    return themeFor(false);
}

QPalette Theme::palette(bool dark) {
    const Theme& t = themeFor(dark);
    QPalette p(t.text, t.window);
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.card);
    p.setColor(QPalette::AlternateBase, t.raised);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.textWaiting);
    p.setColor(QPalette::Button, t.card);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.bad);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, dark ? t.window : QColor(Qt::white));
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::ToolTipBase, t.raised);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Light, t.raised);
    p.setColor(QPalette::Midlight, t.hairlineInner);
    p.setColor(QPalette::Mid, t.hairline);
    p.setColor(QPalette::Dark, t.inactive);
    p.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : t.inactive);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.inactive);
    return p;
}

QColor Theme::of(const EngineKind& kind) const {
    if (kind.engine.variant == base::Variant::Qat) return int8Qat;
    if (kind.engine.variant == base::Variant::Dynamic) return int8Dynamic;
    if (kind.engine.variant == base::Variant::ForTensorRt) return int8TensorRt;
    if (kind.engine.variant == base::Variant::Plain) return int8Plain;
    switch (kind.engine.precision) {
        case base::Precision::Fp32:
            return fp32;
        case base::Precision::Fp16:
            return fp16;
        case base::Precision::Int8:
            return int8;
    }
    return neutral;
}

QColor Theme::tint(const EngineKind& kind) const {
    return mix(of(kind), card, dark ? 0.14 : 0.12);
}

void applyTheme(ThemeChoice choice) {
    // An empty palette brings the desktop's own back, which is what System must look at.
    if (choice == ThemeChoice::System) QApplication::setPalette(QPalette());
    const bool dark =
        choice == ThemeChoice::System ? isDark(QApplication::palette()) : choice == ThemeChoice::Dark;
    const QString sheet = styleSheet(themeFor(dark));
    // Replacing a sheet while it is on takes three times as long as taking it off and putting another on.
    if (qApp->styleSheet() != sheet) qApp->setStyleSheet({});
    QApplication::setPalette(Theme::palette(dark));
    if (qApp->styleSheet() != sheet) qApp->setStyleSheet(sheet);
}

void prepareApplication() {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont base = QApplication::font();
    const QStringList present = QFontDatabase::families();
    QStringList families;
    for (const char* wanted : {"Noto Sans", "Noto Sans CJK SC"})
        if (present.contains(QLatin1String(wanted))) families << QLatin1String(wanted);
    if (!families.isEmpty()) base.setFamilies(families);
    QApplication::setFont(base);
}

QFont font(TextRole role) {
    struct Style {
        qreal pixels;
        QFont::Weight weight;
    };
    const auto style = [role]() -> Style {
        switch (role) {
            case TextRole::Verdict:
                return {24, QFont::DemiBold};
            case TextRole::PageTitle:
                return {18, QFont::DemiBold};
            case TextRole::Sentence:
                return {15, QFont::Normal};
            case TextRole::Body:
                return {13, QFont::Normal};
            case TextRole::BodyStrong:
                return {13, QFont::DemiBold};
            case TextRole::Table:
                return {12, QFont::Normal};
            case TextRole::TableStrong:
                return {12, QFont::DemiBold};
            case TextRole::Caption:
                return {11, QFont::Normal};
            case TextRole::MatrixLabel:
                return {9, QFont::Normal};
        }
        return {13, QFont::Normal};
    }();
    QFont f = QApplication::font();
    f.setPixelSize(std::max(1, qRound(style.pixels * textScale())));
    f.setWeight(style.weight);
    return f;
}

int scaled(int designPixels) {
    return qRound(designPixels * textScale());
}

}  // namespace pwb::ui
