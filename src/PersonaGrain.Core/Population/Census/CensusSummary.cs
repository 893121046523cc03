using System.Buffers;
using PersonaGrain.Binary;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Census;

/// <summary>What a census, or a part of one, gathered under one catalog. Used by one thread at a time.</summary>
public sealed class CensusSummary
{
    private readonly CensusSection[] _sections;

    /// <summary>Nothing gathered yet.</summary>
    public CensusSummary(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        (Catalog, _sections) = (catalog, CensusSections.Of(catalog));
    }

    /// <summary>The catalog.</summary>
    public Catalog Catalog { get; }

    /// <summary>How many people were counted.</summary>
    public long People { get; private set; }

    /// <summary>Of how many the past was looked at.</summary>
    public long Histories { get; private set; }

    /// <summary>The names of what is gathered, in order.</summary>
    public IReadOnlyList<string> Gathers => Array.ConvertAll(_sections, static section => section.Name);

    /// <summary>Whether the past of people is wanted.</summary>
    public bool WantsHistory => Array.Exists(_sections, static section => section.WantsHistory);

    /// <summary>Whether accounts are wanted beside people.</summary>
    public bool WantsAccounts => Array.Exists(_sections, static section => section.WantsAccounts);

    /// <summary>A section; null where the catalog asks for none.</summary>
    public T? Section<T>()
        where T : CensusSection => Array.Find(_sections, static section => section is T) as T;

    /// <summary>Adds a person, or takes it out.</summary>
    /// <param name="person">The person, of whom a signal was taken.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    public void Add(in CensusSubject person, int step = 1)
    {
        People += step;
        foreach (var section in _sections)
        {
            section.Add(person, step);
        }
    }

    /// <summary>Adds an account, or takes it out.</summary>
    /// <param name="account">The account, of which a signal was taken.</param>
    /// <param name="step">1 to add, −1 to take out.</param>
    public void AddAccount(in CensusSubject account, int step = 1)
    {
        foreach (var section in _sections)
        {
            if (section.WantsAccounts)
            {
                section.AddAccount(account, step);
            }
        }
    }

    /// <summary>Adds the past of a person, or takes it out.</summary>
    public void Learn(in CensusHistory history, int step = 1)
    {
        Histories += step;
        foreach (var section in _sections)
        {
            section.Learn(history, step);
        }
    }

    /// <summary>Adds what another part of the census gathered under the same catalog.</summary>
    public void Merge(CensusSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (People, Histories) = (People + other.People, Histories + other.Histories);
        for (var index = 0; index < _sections.Length; index++)
        {
            _sections[index].Merge(other._sections[index]);
        }
    }

    /// <summary>Writes it for another process.</summary>
    public void Write(IBufferWriter<byte> target)
    {
        var writer = new ByteWriter(target);
        writer.Unsigned((ulong)Catalog.Version);
        writer.Signed(People);
        writer.Signed(Histories);
        foreach (var section in _sections)
        {
            var body = new ArrayBufferWriter<byte>();
            section.Write(body);
            writer.Text(section.Name);
            writer.Bytes(body.WrittenSpan);
        }
    }

    /// <summary>Reads what a process wrote under the same catalog.</summary>
    /// <exception cref="FormatException">It was written under another catalog, or by a version that gathers something else.</exception>
    public static CensusSummary Read(Catalog catalog, ReadOnlySpan<byte> source)
    {
        var summary = new CensusSummary(catalog);
        var reader = new ByteReader(source);
        if (reader.Unsigned() is var version && version != (ulong)catalog.Version)
        {
            throw new FormatException($"a census under catalog version {version}; version {catalog.Version} is in force");
        }

        (summary.People, summary.Histories) = (reader.Signed(), reader.Signed());
        foreach (var section in summary._sections)
        {
            if (reader.Text() is var name && name != section.Name)
            {
                throw new FormatException($"a census that gathered {name}, where this version gathers {section.Name}");
            }

            section.Read(reader.Bytes());
        }

        return reader.AtEnd ? summary : throw new FormatException("a census that gathered more than this version does");
    }
}
