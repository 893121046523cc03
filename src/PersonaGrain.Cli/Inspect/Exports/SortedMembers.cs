using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Indexing;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Cli.Inspect.Exports;

/// <summary>Sorts the members of a segment by what each profile has of a field now, where the index may be behind: of a store whose clock goes on.</summary>
/// <remarks>It reads every member, and keeps in memory those that are to be written, by their ids and values: some 200 bytes each.</remarks>
internal sealed class SortedMembers(StoreReader reader, ExportRequest request)
{
    /// <summary>The most that are kept.</summary>
    public const int Maximum = 1_000_000;

    private readonly Catalog _catalog = reader.CatalogOf(request.Segment);
    private readonly PriorityQueue<ListedProfile, IndexedActor> _kept = new(Comparer<IndexedActor>.Create((left, right) => Order(right, left, request.Descending)));

    /// <summary>The members in order, or as many of the first as are wanted; those without a value are left out. Null where there are more than are kept.</summary>
    /// <param name="pages">All members.</param>
    /// <param name="cancellation">Ends the read.</param>
    public async Task<IReadOnlyList<ListedProfile>?> ReadAsync(IAsyncEnumerable<ListedProfile[]> pages, CancellationToken cancellation)
    {
        var shape = new RowShape(request.Segment, [Field()]);
        var rows = new RowReader(shape, (profile, token) => reader.ReadAsync(profile, shape, token));
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            foreach (var row in await rows.ReadAsync(page, cancellation))
            {
                Keep(row);
            }

            if (_kept.Count > Maximum)
            {
                return null;
            }
        }

        var sorted = new ListedProfile[_kept.Count];
        for (var place = sorted.Length - 1; place >= 0; place--)
        {
            sorted[place] = _kept.Dequeue();
        }

        return sorted;
    }

    private void Keep(ProfileRow row)
    {
        var value = IsDate && DateOrTime.TryParse(Text(row.Values[0]), out var date) ? AttributeValue.Of(date.Start.ToString())
            : IsDate ? default
            : row.Values[0];
        if (Key(value) is not { } key)
        {
            return;
        }

        _kept.Enqueue(new ListedProfile(row.Profile, row.Membership, value), new IndexedActor(ActorId.Of(row.Profile), key));
        if (_kept.Count > (request.Limit ?? int.MaxValue))
        {
            _kept.Dequeue();
        }
    }

    private bool IsDate => _catalog.Document.Traits.TryGetValue(request.Field!, out var trait) && trait.Type == PersonaGrain.Catalogs.ValueType.Date;

    // By the instant, as the index has it: how many digits a second is written with says nothing.
    private SortKey? Key(in AttributeValue value) =>
        IsDate && DateOrTime.TryParse(Text(value), out var date) ? SortKey.Of(date.Start.Ticks) : SortKey.Of(value);

    private static string? Text(in AttributeValue value) => value.Kind == AttributeKind.Text ? value.Text : null;

    // A trait that is called as something else here is still that trait.
    private ProfileField Field()
    {
        var isScore = request.Field!.StartsWith(IndexedField.ScorePrefix, StringComparison.Ordinal);
        var name = isScore ? request.Field : ProfileFields.TraitPrefix + request.Field;
        return ProfileFields.TryFind(name, _catalog, out var field, out var fault) ? field : throw new InvalidOperationException(fault);
    }

    private static int Order(IndexedActor left, IndexedActor right, bool descending)
    {
        var order = left.Key.CompareTo(right.Key);
        order = order != 0 ? order : left.Actor.CompareTo(right.Actor);
        return descending ? -order : order;
    }
}
