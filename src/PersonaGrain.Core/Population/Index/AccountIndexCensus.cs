using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Population.Census;

namespace PersonaGrain.Population.Index;

/// <summary>How many accounts have each characteristic, in all and in each segment of accounts: counted as <see cref="IndexCensus"/> counts people.</summary>
public sealed class AccountIndexCensus : CensusSection
{
    private AccountIndexCensus(Catalog ofAccounts) => Accounts = new IndexCensus(ofAccounts);

    /// <inheritdoc />
    public override string Name => "account-index";

    /// <inheritdoc />
    public override bool WantsAccounts => true;

    /// <summary>What was counted.</summary>
    public IndexCensus Accounts { get; }

    /// <summary>An empty one; null where the catalog has no segment of accounts.</summary>
    internal static AccountIndexCensus? Of(Catalog catalog) =>
        catalog.Segments.Any(static segment => segment.IsOfAccounts) ? new AccountIndexCensus(catalog.OfAccounts) : null;

    /// <inheritdoc />
    /// <remarks>People are counted elsewhere.</remarks>
    public override void Add(in CensusSubject person, int step)
    {
    }

    /// <inheritdoc />
    public override void AddAccount(in CensusSubject account, int step) => Accounts.Add(account, step);

    /// <inheritdoc />
    public override void Merge(CensusSection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Accounts.Merge(((AccountIndexCensus)other).Accounts);
    }

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target) => Accounts.Write(target);

    /// <inheritdoc />
    public override void Read(ReadOnlySpan<byte> source) => Accounts.Read(source);
}
