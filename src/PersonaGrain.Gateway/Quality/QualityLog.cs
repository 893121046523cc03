using System.Collections.Concurrent;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>What this process measured of one workspace's signals since it started, by source and type.</summary>
/// <remarks>
/// Sources are the operations of the API. Types that the catalog declares, and those that calls have by themselves, are measured each; all others together, so that senders
/// can not make it grow.
/// </remarks>
internal sealed class QualityLog(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, SignalQuality>> _sources = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>When it began.</summary>
    internal Instant Since { get; } = Instant.From(time.GetUtcNow());

    /// <summary>What the current and past alarms are.</summary>
    internal AlarmLog Alarms { get; } = new();

    /// <summary>What is known now, in the order in which the types first came.</summary>
    internal IReadOnlyList<QualityView> Views(Instant now) => [.. _sources.Values.SelectMany(static types => types.Values).OrderBy(static each => each.Number).Select(each => each.View(now))];

    /// <summary>The signals of a type from a source.</summary>
    /// <param name="source">The operation.</param>
    /// <param name="type">The type.</param>
    /// <param name="catalog">The catalog in force.</param>
    /// <param name="last">What the signal before was of, which is mostly the same; null for none.</param>
    internal SignalQuality Of(string source, string type, Catalog catalog, SignalQuality? last) =>
        last is not null && ReferenceEquals(last.Source, source) && string.Equals(last.Type, type, StringComparison.Ordinal) ? last : Of(source, type, catalog);

    /// <summary>The signals of a type from a source.</summary>
    internal SignalQuality Of(string source, string type, Catalog catalog)
    {
        if (!_sources.TryGetValue(source, out var types))
        {
            types = _sources.GetOrAdd(source, static _ => new(StringComparer.Ordinal));
        }

        return types.TryGetValue(type, out var found) ? found : Begin(types, source, IsKnown(type, catalog) ? type : string.Empty);
    }

    /// <summary>Looks at what is recent, and raises and clears alarms.</summary>
    internal IReadOnlyList<QualityView> Look()
    {
        var now = Instant.From(time.GetUtcNow());
        var views = Views(now);
        foreach (var view in views)
        {
            Alarms.Update(view.Of, AlarmRules.Judge(view), now);
        }

        return views;
    }

    private static bool IsKnown(string type, Catalog catalog) =>
        type.Length > 0 && (catalog.Document.Signals.ContainsKey(type) || CallTypes.Contains(type, catalog.Identities.HasAccounts));

    private SignalQuality Begin(ConcurrentDictionary<string, SignalQuality> types, string source, string type) => types.GetOrAdd(
        type, static (name, given) => new SignalQuality(Interlocked.Increment(ref given.Log._last), given.Source, name, Instant.From(given.Log.Now)), (Log: this, Source: source));

    private DateTimeOffset Now => time.GetUtcNow();
}
