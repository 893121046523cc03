using System.Buffers;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.Index;

/// <summary>What is special about each segment of accounts, among all accounts. It decides nothing.</summary>
/// <param name="accounts">What there is, with accounts where it says people.</param>
public sealed class AccountSegmentsSection(SegmentsSection accounts) : PopulationSection
{
    internal const string SectionName = "account-segments";

    /// <inheritdoc />
    public override string Name => SectionName;

    /// <inheritdoc />
    public override byte Version => 1;

    /// <summary>What there is, with accounts where it says people.</summary>
    public SegmentsSection Accounts => accounts;

    /// <summary>What a generation says of segments of people, or of accounts; null where they were not counted yet.</summary>
    public static SegmentsSection? Of(PopulationModel population, bool accounts)
    {
        ArgumentNullException.ThrowIfNull(population);
        return accounts ? population.Section<AccountSegmentsSection>()?.Accounts : population.Section<SegmentsSection>();
    }

    /// <inheritdoc />
    public override bool Decides(Catalog catalog, PopulationSection? before) => false;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target) => accounts.Write(target);

    /// <summary>Reads what was written.</summary>
    /// <exception cref="FormatException">The bytes are none that this version can read.</exception>
    internal static PopulationSection Read(byte version, ReadOnlySpan<byte> source) =>
        version == 1 ? new AccountSegmentsSection(SegmentsCodec.Read(source)) : new UnknownSection(SectionName, version, source.ToArray());
}
