using System.Collections.Concurrent;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Faults;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>What this process measures of the signals of one type from one source.</summary>
/// <remarks>
/// A signal without a fault costs one atomic addition, a comparison of the hour and one of a name for each declared attribute: 17 ns with five of them, and 29 ns where
/// the signal before in its call was of another type, without a lock or an allocation (<c>QualityBenchmarks</c>). A lock is taken
/// once an hour, and where somebody reads. About 9 KB each; how many there are is bounded by <see cref="QualityLog"/>.
/// </remarks>
internal sealed class SignalQuality
{
    private readonly Lock _gate = new();
    private readonly LagSketch _lags = new();
    private readonly ConcurrentDictionary<(string Reason, FaultOutcome Outcome), long> _rules = new();
    private readonly HourlyVolume _volume;
    private volatile AttributePresence _presence = new(null, null, 0);
    private long _history;
    private long _duplicates;
    private long _refused;
    private long _quarantined;
    private long _noted;
    private long _late;
    private long _clockFaults;
    private long _hour;
    private QualityMark _before;
    private QualityMark _atHour;

    /// <summary>Begins to measure.</summary>
    internal SignalQuality(long number, string source, string type, Instant since)
    {
        (Number, Source, Type, Since, _hour) = (number, source, type, since, HourOf(since));
        _volume = new HourlyVolume(_hour + 1);
        _before = _atHour = new QualityMark(default, _presence, []);
    }

    /// <summary>Its place among those of the process, from 1.</summary>
    internal long Number { get; }

    /// <summary>The operation that the signals come by.</summary>
    internal string Source { get; }

    /// <summary>The signal type; empty for all that the catalog lacks, and for what has none.</summary>
    internal string Type { get; }

    /// <summary>When the first came.</summary>
    internal Instant Since { get; }

    /// <summary>How often which rule was broken.</summary>
    internal IEnumerable<KeyValuePair<(string Reason, FaultOutcome Outcome), long>> Rules => _rules;

    /// <summary>The age at arrival that a part of all did not exceed, in seconds; null where none came.</summary>
    internal double? LagSeconds(double part) => _lags.Quantile(part) / 1_000;

    /// <summary>Counts a signal that was taken.</summary>
    internal void Accepted(Signal signal, Catalog catalog, Instant arrived, bool isHistory)
    {
        // 1. What the catalog says now.
        var presence = _presence;
        if (!ReferenceEquals(presence.Catalog, catalog))
        {
            presence = Renew(catalog);
        }

        // 2. The hour, for the volume and for what is recent.
        if (HourOf(arrived) is var hour && hour != Volatile.Read(ref _hour))
        {
            Turn(hour);
        }

        // 3. The signal.
        presence.Check(signal);
        if (isHistory)
        {
            Interlocked.Increment(ref _history);
            return;
        }

        var lag = arrived.Ticks - signal.Time.Ticks;
        _lags.Add(lag / TimeSpan.TicksPerMillisecond);
        if (lag > presence.LateTicks)
        {
            Interlocked.Increment(ref _late);
        }
    }

    /// <summary>Counts one that had been taken before.</summary>
    internal void Duplicate() => Interlocked.Increment(ref _duplicates);

    /// <summary>Counts one that was set aside.</summary>
    internal void Quarantined() => Interlocked.Increment(ref _quarantined);

    /// <summary>Counts one that was not taken.</summary>
    internal void Refused() => Interlocked.Increment(ref _refused);

    /// <summary>Counts one that was taken with notes, however many.</summary>
    internal void Noted() => Interlocked.Increment(ref _noted);

    /// <summary>Counts a rule that was broken. Reasons are the stable codes of faults, so there are few.</summary>
    internal void Broke(string reason, FaultOutcome outcome)
    {
        _rules.AddOrUpdate((reason, outcome), 1, static (_, count) => count + 1);
        if (QualityCounts.IsClockRule(reason))
        {
            Interlocked.Increment(ref _clockFaults);
        }
    }

    /// <summary>All that is known, as of an instant.</summary>
    internal QualityView View(Instant now)
    {
        if (HourOf(now) is var hour && hour != Volatile.Read(ref _hour))
        {
            Turn(hour);
        }

        lock (_gate)
        {
            var mark = Mark();
            return new QualityView(this, mark, _before.IsOf(mark.Presence) ? _before : new QualityMark(_before.Counts, mark.Presence, []), VolumeNow(mark.Counts.Timed - _atHour.Counts.Timed));
        }
    }

    private VolumeView VolumeNow(long count)
    {
        var last = _volume.LastHour;
        return new VolumeView(
            count, _volume.Usual(_hour), last is { } hour ? _volume.Of(hour) : null, last is { } judged ? _volume.Usual(judged) : null, StartOf(_volume.EnoughFrom));
    }

    private AttributePresence Renew(Catalog catalog)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_presence.Catalog, catalog))
            {
                var document = catalog.Document.Signals.GetValueOrDefault(Type);
                _presence = _presence.Catalog is not null && _presence.IsFor(document)
                    ? _presence.Under(catalog)
                    : new AttributePresence(catalog, document, _lags.Count + Volatile.Read(ref _history));
            }

            return _presence;
        }
    }

    private void Turn(long hour)
    {
        lock (_gate)
        {
            if (hour <= _hour)
            {
                return;
            }

            var mark = Mark();
            _volume.Close(_hour, mark.Counts.Timed - _atHour.Counts.Timed, hour);

            // What is recent is the hour that runs and the whole one before it.
            _before = hour == _hour + 1 ? _atHour : mark;
            _atHour = mark;
            Volatile.Write(ref _hour, hour);
        }
    }

    private QualityMark Mark() => new(
        new QualityCounts(
            _lags.Count, Volatile.Read(ref _history), Volatile.Read(ref _duplicates), Volatile.Read(ref _refused),
            Volatile.Read(ref _quarantined), Volatile.Read(ref _noted), Volatile.Read(ref _late), Volatile.Read(ref _clockFaults)),
        _presence,
        _presence.Missing());

    private static long HourOf(Instant instant) => instant.Ticks / TimeSpan.TicksPerHour;

    private static Instant StartOf(long hour) => Instant.From(new DateTimeOffset(hour * TimeSpan.TicksPerHour, TimeSpan.Zero));
}
