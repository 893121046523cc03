using System.Globalization;
using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Dashboard.Live;
using PersonaGrain.Gateway.Population;
using PersonaGrain.Population.Outcomes;

namespace PersonaGrain.Dashboard.Scores;

/// <summary>What is known of a score, in words.</summary>
internal static class ScoreWords
{
    /// <summary>What it is for: the outcome that it foretells, or whom it finds.</summary>
    internal static string Aim(ScoreKnowledge known) => known.Similarity is { } alike ? Numbers.Say(Texts.LikeMembersOf, alike.Seed)
        : known.Document.Outcome is { } outcome ? Numbers.Say(Texts.OutcomeWithin, outcome, ReaderClock.Length(known.Document.Horizon))
        : Texts.Nothing;

    /// <summary>Where its weights come from.</summary>
    internal static string Weights(ScoreKnowledge known) => known.Similarity is not null ? Texts.LearnedFromMembers
        : !known.Document.LearnsWeights ? Texts.WrittenInCatalog
        : known.State?.Applied is { } applied ? Numbers.Say(Texts.LearnedVersion, applied.Version)
        : Texts.LearnedNotApplied;

    /// <summary>The model that is applied, else the one that is proposed.</summary>
    internal static OutcomeModel? Model(OutcomeState? state) => state?.Applied ?? state?.Proposed;

    /// <summary>How well it ranks, with the interval.</summary>
    internal static string Auc(ScoreKnowledge known) => known.Similarity?.State?.Quality is { } alike ? Interval(alike.Auc, alike.Low, alike.High)
        : Model(known.State)?.Quality is { } quality ? Interval(quality.Auc, quality.AucLow, quality.AucHigh)
        : "–";

    /// <summary>A number with three digits behind the point.</summary>
    internal static string Fraction(double number) => number.ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A weight: as it was written, and of learned ones three digits behind the point.</summary>
    internal static string Weight(double weight) => weight.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A number with its interval.</summary>
    internal static string Interval(double number, double low, double high) => string.Create(CultureInfo.InvariantCulture, $"{number:0.00} ({low:0.00} – {high:0.00})").Replace('-', '−');

    /// <summary>Of what there is too little.</summary>
    internal static string Missing(MissingData missing)
    {
        var what = missing.Kind switch
        {
            MissingKind.Examples => Texts.MissingExamples,
            MissingKind.People => Texts.MissingPeople,
            MissingKind.Positives => Texts.MissingPositives,
            MissingKind.Negatives => Texts.MissingNegatives,
            _ => Texts.MissingTime,
        };
        var told = Numbers.Say(Texts.HaveOfNeed, what, Numbers.Count(missing.Have), Numbers.Count(missing.Need));
        return missing.Wait is { } wait ? $"{told}; {Numbers.Say(Texts.WaitAtRate, ReaderClock.Length(wait))}" : told;
    }
}
