using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Time;

namespace PersonaGrain.Population;

/// <summary>What all people together say, as profiles are evaluated by it: named sections, published now and then, immutable in between.</summary>
/// <remarks>A generation is what one census gave. Sections that it did not change are those of the generation before, so that nothing is evaluated anew for them.</remarks>
public sealed class PopulationModel
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly PopulationModel Empty = new(0, default, 0, []);

    /// <summary>The stored form.</summary>
    private const byte Format = 2;

    /// <summary>That of before: how many people there are, then how many ever had a measure and an outcome, which says nothing of what came first.</summary>
    private const byte FormatOfCounts = 1;

    private readonly PopulationSection[] _sections;
    private readonly AssociationSection? _associations;

    /// <summary>A generation.</summary>
    /// <param name="generation">Counts them from 1.</param>
    /// <param name="at">The instant that the census was as of.</param>
    /// <param name="people">How many people it counted.</param>
    /// <param name="sections">What they say; each name once.</param>
    public PopulationModel(long generation, Instant at, long people, IEnumerable<PopulationSection> sections)
    {
        _sections = [.. sections.OrderBy(static section => section.Name, StringComparer.Ordinal)];
        (Generation, At, People) = (generation, at, people);
        _associations = Section<AssociationSection>();
    }

    /// <summary>Counts the generations from 1; 0 before the first.</summary>
    public long Generation { get; }

    /// <summary>The instant that it is as of.</summary>
    public Instant At { get; }

    /// <summary>How many people were counted.</summary>
    public long People { get; }

    /// <summary>What they say, by name.</summary>
    public IReadOnlyList<PopulationSection> Sections => _sections;

    /// <summary>A section; null where there is none.</summary>
    public T? Section<T>()
        where T : PopulationSection => Array.Find(_sections, static section => section is T) as T;

    /// <summary>Whether an outcome follows a measure (by its identity key) within a horizon, as far as is known; null where nothing was counted.</summary>
    public MeasureAssociation? Association(ulong measure, string outcome, TimeSpan horizon) => _associations?.Of(measure, outcome, horizon);

    /// <summary>The same with another section in the place of that of its name.</summary>
    public PopulationModel With(PopulationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return new PopulationModel(Generation, At, People, _sections.Where(one => one.Name != section.Name).Append(section));
    }

    /// <summary>Whether a membership, or what the index of fields has, may be another one than under another generation.</summary>
    public bool Decides(Catalog catalog, PopulationModel before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Array.Exists(_sections, section => section.Decides(catalog, before.Named(section.Name)))
            || Array.Exists(before._sections, section => Named(section.Name) is null && section.Decides(catalog, null));
    }

    /// <summary>Whether scores have the same learned weights as under another generation.</summary>
    public bool AppliesTheWeightsOf(PopulationModel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Section<OutcomeSection>() is not { } own ? other.Section<OutcomeSection>() is null : own.AppliesTheWeightsOf(other.Section<OutcomeSection>());
    }

    /// <summary>Whether another generation says exactly the same; two of nobody do, where they are of one catalog.</summary>
    public bool SaysTheSameAs(PopulationModel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return People == other.People && (People == 0 ? CountedCatalog.VersionOf(this) == CountedCatalog.VersionOf(other) : _sections.Length == other._sections.Length
            && Array.TrueForAll(_sections, section => section.SaysTheSameAs(other.Named(section.Name))));
    }

    /// <summary>Writes it; equal generations give equal bytes.</summary>
    public void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Byte(Format);
        writer.Unsigned((ulong)Generation);
        writer.Unsigned((ulong)At.Ticks);
        writer.Unsigned((ulong)People);
        writer.Unsigned((ulong)_sections.Length);
        foreach (var section in _sections)
        {
            var body = new ArrayBufferWriter<byte>();
            section.Write(body);
            writer.Text(section.Name);
            writer.Byte(section.Version);
            writer.Bytes(body.WrittenSpan);
        }
    }

    /// <summary>It as stored. What could not be read again would close the store to everybody, so it is read once before.</summary>
    /// <exception cref="FormatException">It could not be read again.</exception>
    public ReadOnlyMemory<byte> ToStored()
    {
        var body = new ArrayBufferWriter<byte>();
        Write(body);
        _ = Read(body.WrittenSpan);
        return body.WrittenMemory;
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    public static PopulationModel Read(ReadOnlySpan<byte> source)
    {
        var reader = new ByteReader(source);
        var format = reader.Byte();
        if (format == FormatOfCounts)
        {
            return new PopulationModel(0, default, (long)reader.Unsigned(), []);
        }

        if (format != Format)
        {
            throw new FormatException($"what the population says is of format {format}; this version reads format {Format}");
        }

        var (generation, at, people) = ((long)reader.Unsigned(), reader.Instant(), (long)reader.Unsigned());
        var sections = new List<PopulationSection>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var (name, version) = (reader.Text(), reader.Byte());
            sections.Add(PopulationSections.Read(name, version, reader.Bytes()));
        }

        return new PopulationModel(generation, at, people, sections);
    }

    private PopulationSection? Named(string name) => Array.Find(_sections, section => section.Name == name);
}
