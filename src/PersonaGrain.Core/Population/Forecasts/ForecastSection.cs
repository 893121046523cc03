using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Forecasts;

/// <summary>What will become of each segment within 30 days by time alone, as of the census. It decides nothing.</summary>
/// <remarks>Some 4 bytes for each segment and hour in which it is entered or left: 3 KB a segment at most.</remarks>
public sealed class ForecastSection : PopulationSection
{
    /// <summary>Hours that are looked ahead, the one of the count included: 30 days.</summary>
    public const int Hours = 30 * 24;

    internal const string SectionName = "forecast";

    /// <summary>A forecast.</summary>
    /// <param name="first">The beginning of the hour of UTC in which people were counted.</param>
    /// <param name="unfollowed">People who were not followed to the end.</param>
    /// <param name="segments">The segments.</param>
    public ForecastSection(Instant first, long unfollowed, IReadOnlyList<SegmentForecast> segments) => (First, Unfollowed, Segments) = (first, unfollowed, segments);

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>The beginning of the hour of UTC in which people were counted: hour 0.</summary>
    public Instant First { get; }

    /// <summary>The end of the last hour that is told.</summary>
    public Instant Until => First + TimeSpan.FromHours(Hours);

    /// <summary>People who were not followed to the end, since more than <see cref="ForecastCensus.MostSteps"/> things happen to them: what comes after is not counted.</summary>
    public long Unfollowed { get; }

    /// <summary>The segments of people.</summary>
    public IReadOnlyList<SegmentForecast> Segments { get; }

    /// <summary>A segment; null where it has none of that name.</summary>
    public SegmentForecast? Find(string segment) => Segments.FirstOrDefault(one => one.Name == segment);

    /// <inheritdoc />
    public override bool Decides(Catalog catalog, PopulationSection? before) => false;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)First.Ticks / TimeSpan.TicksPerHour);
        writer.Unsigned((ulong)Unfollowed);
        writer.Unsigned((ulong)Segments.Count);
        foreach (var segment in Segments)
        {
            writer.Text(segment.Name);
            writer.Unsigned((ulong)segment.Members);
            writer.Unsigned((ulong)segment.Crossings.Count);
            foreach (var crossings in segment.Crossings)
            {
                writer.Unsigned((ulong)crossings.Hour);
                writer.Unsigned((ulong)crossings.Entries);
                writer.Unsigned((ulong)crossings.Departures);
            }
        }
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static ForecastSection Read(byte version, ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var first = ByteReader.Instant((long)reader.Unsigned() * TimeSpan.TicksPerHour);
        var unfollowed = (long)reader.Unsigned();
        var segments = new SegmentForecast[reader.Count()];
        foreach (ref var segment in segments.AsSpan())
        {
            var (name, members, crossings) = (reader.Text(), (long)reader.Unsigned(), new HourCrossings[reader.Count()]);
            foreach (ref var one in crossings.AsSpan())
            {
                one = new HourCrossings((int)reader.Unsigned(), (long)reader.Unsigned(), (long)reader.Unsigned());
            }

            segment = new SegmentForecast(name, members, crossings);
        }

        return new ForecastSection(first, unfollowed, segments);
    }

    /// <summary>What a census foresees.</summary>
    /// <param name="census">The census.</param>
    /// <param name="now">The instant that it was as of.</param>
    public static ForecastSection Of(ForecastCensus census, Instant now)
    {
        ArgumentNullException.ThrowIfNull(census);
        var hour = now.Ticks / TimeSpan.TicksPerHour;
        return new ForecastSection(new Instant(hour * TimeSpan.TicksPerHour), census.Unfollowed, [.. census.From(hour)]);
    }
}
