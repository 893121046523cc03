using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Conditions.Curves;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;

namespace PersonaGrain.Population.Forecasts;

/// <summary>Counts the members of each segment, and how often it will be entered and left in each of the hours ahead if nothing arrives.</summary>
/// <remarks>
/// Exact: each person is followed from one flip to the next, up to <see cref="MostSteps"/> verdicts of each segment, and <see cref="FlipWalk.MostEvaluations"/> evaluations of curves. Nothing is
/// done for who has no flip ahead; a person with one costs the evaluation of its segments, and a copy where a trigger is due until then (ForecastCensusBenchmarks). 6 KB for each segment that anybody will enter or leave.
/// </remarks>
public sealed class ForecastCensus : CensusSection
{
    /// <summary>Verdicts of each segment, or wake-ups of the profile, that one person is followed through.</summary>
    public const int MostSteps = 1_000;

    private readonly string[] _segments;
    private readonly long[] _members;
    private readonly HourlyCrossings?[] _crossings;
    private readonly bool[] _asksAccounts;
    private readonly List<ForeseenFlip> _found = [];
    private readonly CurveWork _work = new();

    private ForecastCensus(Catalog catalog)
    {
        Catalog = catalog.Version;
        _segments = [.. catalog.Model.Segments.Select(static segment => segment.Name)];
        _asksAccounts = Array.ConvertAll(_segments, segment => TiesAsked.Of(catalog, segment).Accounts);
        (_members, _crossings) = (new long[_segments.Length], new HourlyCrossings?[_segments.Length]);
    }

    /// <inheritdoc />
    public override string Name => ForecastSection.SectionName;

    /// <summary>The version of the catalog whose segments they are.</summary>
    internal int Catalog { get; }

    /// <summary>People who were not followed to the end, since too much happens to them.</summary>
    public long Unfollowed { get; private set; }

    /// <summary>One for a catalog; null where it has no segments of people.</summary>
    internal static ForecastCensus? Of(Catalog catalog) =>
        catalog.Segments.All(static segment => segment.IsOfAccounts) ? null : new ForecastCensus(catalog);

    /// <inheritdoc />
    public override void Add(in CensusSubject person, int step)
    {
        var segments = person.State.Segments;
        for (var place = 0; place < segments.Length; place++)
        {
            _members[place] += segments[place].Member ? step : 0;
        }

        _found.Clear();
        var end = (HourOf(person.Now.Ticks) + ForecastSection.Hours + 1) * TimeSpan.TicksPerHour;
        Unfollowed += person.Machine.Flips.TryFind(person.State, person.Now.Ticks, end - 1, MostSteps, _work, _found) ? 0 : step;
        foreach (var (place, entered, at) in _found)
        {
            (_crossings[place] ??= new HourlyCrossings()).Add(HourOf(at), entered, step);
        }
    }

    /// <summary>What is foreseen of each segment from the hour of an instant on, that hour included.</summary>
    /// <param name="first">The hour since the beginning of instants.</param>
    internal IEnumerable<SegmentForecast> From(long first) => _segments
        .Select((name, place) => new SegmentForecast(name, _members[place], Crossings(_crossings[place], first)) { AsksAccounts = _asksAccounts[place] });

    /// <inheritdoc />
    public override void Merge(CensusSection other)
    {
        var others = (ForecastCensus)other;
        Unfollowed += others.Unfollowed;
        for (var place = 0; place < _segments.Length; place++)
        {
            _members[place] += others._members[place];
            if (others._crossings[place] is { } theirs)
            {
                (_crossings[place] ??= new HourlyCrossings()).Merge(theirs);
            }
        }
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Signed(Unfollowed);
        for (var place = 0; place < _segments.Length; place++)
        {
            writer.Signed(_members[place]);
            var crossings = _crossings[place];
            int[] some = crossings is null ? [] : [.. Enumerable.Range(0, HourlyCrossings.Ring).Where(hour => crossings.At(hour) != default)];
            writer.Unsigned((ulong)some.Length);
            foreach (var hour in some)
            {
                var (entries, departures) = crossings!.At(hour);
                writer.Unsigned((ulong)hour);
                writer.Signed(entries);
                writer.Signed(departures);
            }
        }
    }

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        Unfollowed = reader.Signed();
        for (var place = 0; place < _segments.Length; place++)
        {
            _members[place] = reader.Signed();
            for (var left = reader.Count(); left > 0; left--)
            {
                var hour = reader.Unsigned();
                if (hour >= HourlyCrossings.Ring)
                {
                    throw new FormatException($"a forecast of {hour} hours; this version looks {HourlyCrossings.Ring} hours ahead");
                }

                (_crossings[place] ??= new HourlyCrossings()).AddAt((int)hour, checked((int)reader.Signed()), checked((int)reader.Signed()));
            }
        }
    }

    private static long HourOf(long ticks) => ticks / TimeSpan.TicksPerHour;

    private static HourCrossings[] Crossings(HourlyCrossings? crossings, long first) => crossings is null ? [] :
    [
        .. Enumerable.Range(0, ForecastSection.Hours).Select(hour => (hour, crossings.In(first + hour))).Where(static one => one.Item2 != default)
            .Select(static one => new HourCrossings(one.hour, one.Item2.Entries, one.Item2.Departures)),
    ];
}
