using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Population;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Reference;

/// <summary>What a <see cref="ReferenceGrid"/> keeps when it is stopped or lost: all in plain lists.</summary>
public sealed class ReferenceStore
{
    internal CatalogDocument? Catalog { get; set; }

    /// <summary>When the catalog was put in force.</summary>
    internal Instant Applied { get; set; }

    /// <summary>The catalogs that came in force.</summary>
    internal ReferenceHistory History { get; } = new();

    /// <summary>What was set aside.</summary>
    internal InMemoryQuarantine Quarantine { get; } = new();

    internal Dictionary<ProfileId, StoredProfile> Profiles { get; } = [];

    internal List<(GridEvent Event, double? Score)> Events { get; } = [];

    /// <summary>What the population said last.</summary>
    internal PopulationModel Population { get; set; } = PopulationModel.Empty;

    /// <summary>How often the population was asked, and when it was last.</summary>
    internal (long Number, Instant At) Published { get; set; }

    /// <summary>When it last said something that a segment asks for.</summary>
    internal Instant Decided { get; set; }

    /// <summary>The newest event before a segment came into the catalog, for those that were not in the first one.</summary>
    internal Dictionary<string, long> Introduced { get; } = [];

    /// <summary>Signals that were ever taken, derived ones among them.</summary>
    internal long Signals => Profiles.Values.Sum(profile => profile.Journal.LongCount(static entry => entry.Kind == JournalEntryKind.Signal));

    /// <summary>Puts the first catalog in force; null for the one that it has.</summary>
    internal void Open(CatalogDocument? catalog, Instant now)
    {
        if (Catalog is null && catalog is not null)
        {
            History.Add(catalog, CatalogOrigin.OfStart, now);
        }

        Catalog = catalog ?? Catalog ?? throw new ArgumentNullException(nameof(catalog));
    }

    /// <summary>Takes note of the segments that a catalog brings.</summary>
    internal void Introduce(CatalogDocument document, Catalog before)
    {
        foreach (var name in document.Segments.Keys.Concat(document.Accounts?.Segments.Keys ?? []).Where(name => !before.HasSegment(name)))
        {
            Introduced[name] = Events.Count;
        }
    }

    /// <summary>Makes a profile one that can not be read.</summary>
    public void Damage(ProfileId profile) => Profiles[profile].IsDamaged = true;

    /// <summary>Keeps what happened in one commit: events by their instants, then by profile, then as they happened.</summary>
    internal void Commit(IEnumerable<(ProfileId Profile, JournalEntry Entry, Instant Now)> commit)
    {
        var ordered = commit.GroupBy(one => one.Profile).SelectMany(ofOne =>
        {
            JournalEntry[] entries = [.. ofOne.Select(one => one.Entry)];
            return ofOne.Index().Where(one => one.Item.Entry.IsEvent).Select(one => (one.Item, At: EventInstants.Of(entries, one.Index)));
        });
        foreach (var ((profile, entry, now), _) in ordered.OrderBy(one => one.At).ThenBy(one => one.Item.Profile.Value, StringComparer.Ordinal))
        {
            var score = entry.Kind == JournalEntryKind.Change ? entry.Change.Score : null;
            Events.Add((GridEvent.Of(Events.Count + 1, profile, entry, now), score));
        }
    }

    /// <summary>The members of a segment and its aggregate, folded from all events.</summary>
    internal (SortedDictionary<string, (Member Member, double? Score)> Members, SegmentView View) Fold(string segment, SegmentDocument document)
    {
        var members = new SortedDictionary<string, (Member Member, double? Score)>(StringComparer.Ordinal);
        var hours = new SortedDictionary<long, HourlyFlow>();
        long entered = 0, exited = 0;
        var after = Introduced.GetValueOrDefault(segment);
        foreach (var (one, score) in Events.Where(entry => entry.Event.Position > after && entry.Event.Subject == segment
            && entry.Event.Kind is GridEventKind.Entered or GridEventKind.Exited or GridEventKind.Restated))
        {
            if (one.Kind == GridEventKind.Restated)
            {
                members[one.Profile.Value] = (new Member(one.Profile, one.At, one.Version), score);
                continue;
            }

            var hour = one.At.Ticks - (one.At.Ticks % TimeSpan.TicksPerHour);
            var flow = hours.GetValueOrDefault(hour, new HourlyFlow(new Instant(hour), 0, 0));
            if (one.Kind == GridEventKind.Entered)
            {
                members[one.Profile.Value] = (new Member(one.Profile, one.At, one.Version), score);
                hours[hour] = flow with { Entered = flow.Entered + 1 };
                entered++;
            }
            else
            {
                members.Remove(one.Profile.Value);
                hours[hour] = flow with { Exited = flow.Exited + 1 };
                exited++;
            }
        }

        var scores = members.Values.Where(member => member.Score is not null).Select(member => member.Score!.Value).ToArray();
        return (members, new SegmentView(segment, document.Priority, document.Description, members.Count, entered, exited,
            scores.Length == 0 ? null : scores.Average(), [.. hours.Values.TakeLast(168)]) { Approach = document.Approach });
    }

    /// <summary>What is kept of one profile.</summary>
    internal sealed class StoredProfile
    {
        private readonly List<JournaledEntry> _entries = [];

        /// <summary>Everything that happened to it and still counts, in order.</summary>
        internal IEnumerable<JournalEntry> Journal => _entries.Select(one => one.Entry);

        /// <summary>The same, each with its number.</summary>
        internal IReadOnlyList<JournaledEntry> Numbered => _entries;

        /// <summary>The number of the newest entry.</summary>
        internal long Last { get; private set; }

        /// <summary>Adds an entry; where it gives something back, that counts no more.</summary>
        internal void Add(in JournalEntry entry)
        {
            _entries.Add(new JournaledEntry(++Last, entry));
            if (entry.Kind == JournalEntryKind.Person)
            {
                var change = entry.Person;
                _entries.RemoveAll(one => one.Entry is { Kind: JournalEntryKind.Signal, Signal.Origin: { } origin }
                    && (change.Kind == PersonChangeKind.Restored || (change.Kind == PersonChangeKind.Released && origin == change.Other)));
            }
        }

        /// <summary>The ids of all signals that it ever took.</summary>
        internal HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        /// <summary>Its state.</summary>
        internal byte[] Snapshot { get; set; } = [];

        /// <summary>It can not be read any more.</summary>
        internal bool IsDamaged { get; set; }
    }
}
