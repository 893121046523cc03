using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Time;

namespace PersonaGrain.Population.Forecasts;

/// <summary>What will become of each segment within 30 days by time alone, as of the census. It decides nothing.</summary>
/// <remarks>Some 4 bytes for each segment and hour in which it is entered or left: 3 KB a segment at most.</remarks>
public sealed class ForecastSection : PopulationSection
{
    /// <summary>Hours that are looked ahead, the one of the count included: 30 days.</summary>
    public const int Hours = 30 * 24;

    internal const string SectionName = "forecast";

    /// <summary>That of before said nothing of the catalog: it is kept unread, and the next census gives one of this form.</summary>
    internal const byte FormatVersion = 2;

    /// <summary>A forecast.</summary>
    /// <param name="first">The beginning of the hour of UTC in which people were counted.</param>
    /// <param name="catalog">The version of the catalog whose segments were counted.</param>
    /// <param name="unfollowed">People who were not followed to the end.</param>
    /// <param name="segments">The segments.</param>
    public ForecastSection(Instant first, int catalog, long unfollowed, IReadOnlyList<SegmentForecast> segments) =>
        (First, Catalog, Unfollowed, Segments) = (first, catalog, unfollowed, segments);

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => FormatVersion;

    /// <summary>The beginning of the hour of UTC in which people were counted: hour 0.</summary>
    public Instant First { get; }

    /// <summary>The version of the catalog whose segments were counted: of another one, where a segment of the same name may mean something else, it says nothing.</summary>
    public int Catalog { get; }

    /// <summary>The end of the last hour that is told.</summary>
    public Instant Until => First + TimeSpan.FromHours(Hours);

    /// <summary>People who were not followed to the end, since too much happens to them: what comes after is not counted, of the segments that have too much.</summary>
    public long Unfollowed { get; }

    /// <summary>The segments of people.</summary>
    public IReadOnlyList<SegmentForecast> Segments { get; }

    /// <summary>A segment; null where it has none of that name.</summary>
    /// <param name="segment">Its name.</param>
    public SegmentForecast? Find(string segment) => Segments.FirstOrDefault(one => one.Name == segment);

    /// <summary>A segment of a catalog; null where it has none of that name, or says what another catalog made of it.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="catalog">The version of the catalog.</param>
    public SegmentForecast? Find(string segment, int catalog) => catalog == Catalog ? Find(segment) : null;

    /// <inheritdoc />
    public override bool Decides(Catalogs.Catalog catalog, PopulationSection? before) => false;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)First.Ticks / TimeSpan.TicksPerHour);
        writer.Unsigned((ulong)Catalog);
        writer.Unsigned((ulong)Unfollowed);
        writer.Unsigned((ulong)Segments.Count);
        foreach (var segment in Segments)
        {
            writer.Text(segment.Name);
            writer.Unsigned((ulong)segment.Members);
            writer.Byte((byte)(segment.AsksAccounts ? 1 : 0));
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
        var (catalog, unfollowed) = ((int)reader.Unsigned(), (long)reader.Unsigned());
        var segments = new SegmentForecast[reader.Count()];
        foreach (ref var segment in segments.AsSpan())
        {
            var (name, members, asksAccounts, crossings) = (reader.Text(), (long)reader.Unsigned(), reader.Byte() != 0, new HourCrossings[reader.Count()]);
            foreach (ref var one in crossings.AsSpan())
            {
                one = new HourCrossings((int)reader.Unsigned(), (long)reader.Unsigned(), (long)reader.Unsigned());
            }

            segment = new SegmentForecast(name, members, crossings) { AsksAccounts = asksAccounts };
        }

        return new ForecastSection(first, catalog, unfollowed, segments);
    }

    /// <summary>What a census foresees.</summary>
    /// <param name="census">The census.</param>
    /// <param name="now">The instant that it was as of.</param>
    public static ForecastSection Of(ForecastCensus census, Instant now)
    {
        ArgumentNullException.ThrowIfNull(census);
        var hour = now.Ticks / TimeSpan.TicksPerHour;
        return new ForecastSection(new Instant(hour * TimeSpan.TicksPerHour), census.Catalog, census.Unfollowed, [.. census.From(hour)]);
    }
}
