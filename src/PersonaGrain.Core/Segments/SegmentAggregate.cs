using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Binary;
using PersonaGrain.Grid;
using PersonaGrain.Time;

namespace PersonaGrain.Segments;

/// <summary>What a segment's membership changes add up to: a pure fold, so any order and any grouping gives the same.</summary>
/// <remarks>
/// The caller folds each (profile, version) once. Scores are summed in exact billionths, to which they are rounded everywhere, so that what enters and leaves cancels out.
/// Applying a change is O(1) for the newest hour, O(168) at worst.
/// </remarks>
public sealed class SegmentAggregate
{
    /// <summary>How many hours of flow are kept: the newest in which something happened.</summary>
    public const int MaximumHours = 168;

    private const byte Format = 2;

    /// <summary>Had sums of millionths.</summary>
    private const byte FormatOfMillionths = 1;

    private const double Billionths = 1e9;
    private readonly List<HourlyFlow> _flow = [];
    private Int128 _scoreSum;
    private long _scored;

    /// <summary>Members now.</summary>
    public long Count => Entered - Exited;

    /// <summary>How often it was entered.</summary>
    public long Entered { get; private set; }

    /// <summary>How often it was left.</summary>
    public long Exited { get; private set; }

    /// <summary>The mean over the members of the score they had when they entered; null where none has one.</summary>
    public double? MeanScore => _scored > 0 ? (double)_scoreSum / Billionths / _scored : null;

    /// <summary>Entered and exited per hour of UTC, oldest first.</summary>
    public IReadOnlyList<HourlyFlow> Flow => _flow;

    /// <summary>Folds one change in.</summary>
    public void Apply(in MembershipChange change)
    {
        if (change.Restates)
        {
            return;
        }

        var step = change.Entered ? 1 : -1;
        Entered += change.Entered ? 1 : 0;
        Exited += change.Entered ? 0 : 1;
        if (change.Score is { } score)
        {
            _scoreSum += step * (Int128)Math.Round(score * Billionths);
            _scored += step;
        }

        var hour = new Instant(change.At.Ticks - (change.At.Ticks % TimeSpan.TicksPerHour));
        AddFlow(new HourlyFlow(hour, change.Entered ? 1 : 0, change.Entered ? 0 : 1));
    }

    /// <summary>Adds what another aggregate of the same segment, over other profiles, adds up to.</summary>
    public void Merge(SegmentAggregate other)
    {
        Entered += other.Entered;
        Exited += other.Exited;
        _scoreSum += other._scoreSum;
        _scored += other._scored;
        foreach (var flow in other._flow)
        {
            AddFlow(flow);
        }
    }

    /// <summary>The aggregate as the grid answers it.</summary>
    public SegmentView ToView(SegmentDefinition segment) =>
        new(segment.Name, segment.Priority, segment.Description, Count, Entered, Exited, MeanScore, [.. _flow]) { Approach = segment.Approach };

    /// <summary>Writes the aggregate.</summary>
    public void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Byte(Format);
        writer.Unsigned((ulong)Entered);
        writer.Unsigned((ulong)Exited);
        writer.Wide(_scoreSum);
        writer.Signed(_scored);
        writer.Unsigned((ulong)_flow.Count);
        foreach (var flow in _flow)
        {
            writer.Unsigned((ulong)(flow.Hour.Ticks / TimeSpan.TicksPerHour));
            writer.Unsigned((ulong)flow.Entered);
            writer.Unsigned((ulong)flow.Exited);
        }
    }

    /// <summary>The aggregate of sums that were kept in another form.</summary>
    /// <param name="entered">How often it was entered.</param>
    /// <param name="exited">How often it was left.</param>
    /// <param name="scored">How many members had a score when they entered.</param>
    /// <param name="scoreSum">The sum of those scores, in billionths.</param>
    /// <param name="flow">Entered and exited per hour, oldest first.</param>
    public static SegmentAggregate Of(long entered, long exited, long scored, Int128 scoreSum, IEnumerable<HourlyFlow> flow)
    {
        var aggregate = new SegmentAggregate { Entered = entered, Exited = exited, _scored = scored, _scoreSum = scoreSum };
        foreach (var hour in flow)
        {
            aggregate.AddFlow(hour);
        }

        return aggregate;
    }

    /// <summary>Reads an aggregate.</summary>
    /// <exception cref="FormatException">The bytes are not an aggregate that this version can read.</exception>
    public static SegmentAggregate Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var format = reader.Byte();
        if (format is not (Format or FormatOfMillionths))
        {
            throw new FormatException($"a segment aggregate of format {format}; this version reads formats up to {Format}");
        }

        var aggregate = new SegmentAggregate
        {
            Entered = (long)reader.Unsigned(),
            Exited = (long)reader.Unsigned(),
            _scoreSum = reader.Wide() * (format == FormatOfMillionths ? 1_000 : 1),
            _scored = reader.Signed(),
        };
        var hours = reader.Count();
        for (var index = 0; index < hours; index++)
        {
            var hour = ByteReader.Instant((long)reader.Unsigned() * TimeSpan.TicksPerHour);
            aggregate.AddFlow(new HourlyFlow(hour, (long)reader.Unsigned(), (long)reader.Unsigned()));
        }

        return aggregate;
    }

    private void AddFlow(HourlyFlow flow)
    {
        var index = _flow.Count;
        while (index > 0 && _flow[index - 1].Hour > flow.Hour)
        {
            index--;
        }

        if (index > 0 && _flow[index - 1].Hour == flow.Hour)
        {
            var held = _flow[index - 1];
            _flow[index - 1] = new HourlyFlow(flow.Hour, held.Entered + flow.Entered, held.Exited + flow.Exited);
            return;
        }

        _flow.Insert(index, flow);
        if (_flow.Count > MaximumHours)
        {
            _flow.RemoveAt(0);
        }
    }
}
