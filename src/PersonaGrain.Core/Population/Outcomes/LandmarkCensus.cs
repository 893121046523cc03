using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Outcomes;

/// <summary>Gathers how things stood at landmarks of people's pasts, and what followed: what correlations are counted from and weights learned from.</summary>
/// <remarks>
/// <para>
/// Counts of measures are sums over everybody whose past is looked at. Of the landmarks those of the people with the least numbers are kept: of at most
/// 20,000, or of fewer where scores have so many measures that there would be more than eight million relevances (32 MB). Taking a person out leaves
/// what would be there without it, except that whoever had to make room for it does not come back.
/// </para>
/// <para>
/// A person of 50 signals under a catalog of ten measures and one outcome: 3.2 µs and 3.9 kB for a while (LandmarkBenchmarks).
/// </para>
/// </remarks>
public sealed class LandmarkCensus : CensusSection
{
    private const int MostPeople = 20_000;
    private const long MostRelevances = 8_000_000;

    private readonly LandmarkPlan _plan;
    private readonly TimedAssociation[][] _tables;
    private readonly SortedSet<PersonLandmarks> _people = new(PersonLandmarks.ByPerson);
    private readonly int _most;

    private LandmarkCensus(LandmarkPlan plan)
    {
        _plan = plan;
        _tables = Array.ConvertAll(plan.Targets, static target => new TimedAssociation[target.Slots.Length]);
        _most = (int)Math.Min(MostPeople, Math.Max(1, MostRelevances / Math.Max(1, plan.Features * LandmarkChoice.Most)));
    }

    /// <inheritdoc />
    public override string Name => "landmarks";

    /// <inheritdoc />
    public override bool WantsHistory => true;

    /// <summary>The first signal of all; null where there is none.</summary>
    public Instant? Since => _people.Count == 0 ? null : _people.Min(static one => one.Since);

    /// <summary>What was counted of each measure and outcome.</summary>
    public IEnumerable<KeyValuePair<AssociationKey, TimedAssociation>> Tables => _plan.Targets.SelectMany((target, index) =>
        target.Slots.Select((slot, place) => KeyValuePair.Create(
            new AssociationKey(_plan.Model.Slots[slot].Key, target.Outcome, target.Horizon), _tables[index][place])));

    /// <summary>One for a catalog; null where no score has an outcome.</summary>
    internal static LandmarkCensus? Of(Catalog catalog) => LandmarkPlan.Of(catalog) is { } plan ? new LandmarkCensus(plan) : null;

    /// <summary>The landmarks of a score by person, then time; none where the score has no outcome.</summary>
    public OutcomeExample[] Examples(string score)
    {
        var place = Array.FindIndex(
            [.. _plan.Targets.SelectMany(static target => target.Scores)], one => _plan.Model.Scores[one.Index].Name == score);
        return place < 0 ? [] : [.. _people.SelectMany(one => one.Examples[place])];
    }

    /// <inheritdoc />
    public override void Add(in CensusSubject person, int step)
    {
    }

    /// <inheritdoc />
    public override void Learn(in CensusHistory history, int step)
    {
        if (history.Signals.Count == 0)
        {
            return;
        }

        var walk = new LandmarkWalk(_plan, history);
        for (var target = 0; target < _tables.Length; target++)
        {
            if (walk.Had[target] is { } had)
            {
                Count(_tables[target], had, walk.Follows(target), step);
            }
        }

        if (step > 0)
        {
            Keep(walk.Landmarks());
        }
        else
        {
            _people.Remove(walk.Landmarks());
        }
    }

    /// <inheritdoc />
    public override void Merge(CensusSection other)
    {
        var theirs = (LandmarkCensus)other;
        for (var target = 0; target < _tables.Length; target++)
        {
            for (var place = 0; place < _tables[target].Length; place++)
            {
                _tables[target][place] = _tables[target][place].Merge(theirs._tables[target][place]);
            }
        }

        foreach (var person in theirs._people)
        {
            Keep(person);
        }
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        foreach (var table in _tables.SelectMany(static tables => tables))
        {
            table.Write(writer);
        }

        writer.Unsigned((ulong)_people.Count);
        foreach (var person in _people)
        {
            person.Write(writer);
        }
    }

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        foreach (var tables in _tables)
        {
            foreach (ref var table in tables.AsSpan())
            {
                table = TimedAssociation.Read(ref reader);
            }
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            Keep(PersonLandmarks.Read(ref reader));
        }
    }

    private static void Count(TimedAssociation[] tables, ulong[] had, bool follows, int step)
    {
        for (var place = 0; place < tables.Length; place++)
        {
            tables[place] = tables[place].With((had[place / 64] >> (place % 64) & 1) != 0, follows, step);
        }
    }

    private void Keep(PersonLandmarks person)
    {
        if (_people.Add(person) && _people.Count > _most)
        {
            _people.Remove(_people.Max!);
        }
    }
}
