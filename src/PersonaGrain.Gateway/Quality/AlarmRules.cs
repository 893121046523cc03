using System.Globalization;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>What recent signals, those of the hour that runs and the whole one before, must keep.</summary>
internal static class AlarmRules
{
    /// <summary>The least accuracy of any type.</summary>
    internal const double LeastAccuracy = 0.9;

    /// <summary>The least share without a fault of the sender's clock.</summary>
    internal const double LeastClock = 0.95;

    /// <summary>The share that must come within what the catalog calls late.</summary>
    internal const double LeastTimely = 0.99;

    /// <summary>Of fewer recent signals nothing is said.</summary>
    internal const int Enough = 30;

    /// <summary>Of fewer recent signals nothing is said of one in a hundred.</summary>
    internal const int EnoughForTimely = 100;

    /// <summary>What each rule says.</summary>
    internal static IEnumerable<QualityFinding> Judge(QualityView view)
    {
        var recent = view.Recent;
        yield return Share(
            "accuracy", null, recent.Accuracy, LeastAccuracy, recent.Different, "were taken as they were sent",
            "look at GET /v1/faults for what is refused or noted, and mend the sender or the catalog");
        yield return Share(
            "clock", null, recent.Clock, LeastClock, recent.Different, "have no fault of their clock",
            "have senders set their clocks by NTP, and send sentAt with each call");
        foreach (var attribute in view.RecentCompleteness().Where(static each => each.Least is not null))
        {
            yield return Share(
                "completeness", attribute.Name, attribute.Share, attribute.Least!.Value, attribute.Signals, $"have \"{attribute.Name}\"",
                "look what changed at the sender that does not send it, or lower the threshold in the catalog");
        }

        if (view.Expected?.Late is { } late)
        {
            yield return Share(
                "timeliness", null, recent.Timeliness, LeastTimely, recent.Timed, $"came within {DurationText.Format(late)}",
                "look for a queue or a retry that holds signals up on their way, or raise \"late\" in the catalog", EnoughForTimely);
        }

        if (view.Expected?.WatchesVolume == true)
        {
            yield return OfVolume(view.Volume);
        }
    }

    private static QualityFinding Share(string what, string? field, double? share, double least, long of, string does, string remedy, int enough = Enough) => new(
        what, field, Math.Round(share ?? 0, 4), least, share is null || of < enough ? null : share < least,
        string.Create(CultureInfo.InvariantCulture, $"{share ?? 0:0.##%} of {of} recent signals {does}, and {least:0.##%} should"), remedy);

    private static QualityFinding OfVolume(in VolumeView volume)
    {
        const string Remedy = "look whether senders are down, send twice, or were changed; what stays so becomes usual within a day";
        if (volume.Usual is { } now && volume.Count > now.Most)
        {
            return new QualityFinding("volume", null, volume.Count, now.Most, IsBad: true, Detail(volume.Count, now, "this hour so far"), Remedy);
        }

        if (volume is not { Last: { } last, LastUsual: { } usual })
        {
            return new QualityFinding("volume", null, volume.Count, 0, IsBad: null, "too few hours are known", Remedy);
        }

        return new QualityFinding("volume", null, last, last < usual.Least ? usual.Least : usual.Most, last < usual.Least || last > usual.Most, Detail(last, usual, "in the last whole hour"), Remedy);
    }

    private static string Detail(long count, VolumeBand usual, string when) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} signals came {when}, and {usual.Least:0.#} to {usual.Most:0.#} are usual");
}
