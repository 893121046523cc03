using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>Counts, for every segment of people that either catalog has, who is a member and who would be.</summary>
internal sealed class PreviewCount(Catalog before, Catalog after)
{
    private readonly SortedDictionary<string, Entry> _segments = new(
        before.Document.Segments.Keys.Union(after.Document.Segments.Keys).ToDictionary(static name => name, static _ => new Entry()), StringComparer.Ordinal);

    /// <summary>Counts a person.</summary>
    internal void Add(ProfileReading was, ProfileReading becomes)
    {
        foreach (var (name, entry) in _segments)
        {
            entry.Add(was.Id, was.IsIn(name), becomes.IsIn(name));
        }
    }

    /// <summary>What was counted, by name.</summary>
    internal IReadOnlyList<SegmentPreview> Segments() => [.. _segments.Select(static each => each.Value.ToPreview(each.Key))];

    private sealed class Entry
    {
        private readonly List<ProfileId> _entering = [];
        private readonly List<ProfileId> _leaving = [];
        private int _now;
        private int _members;
        private int _enter;
        private int _leave;

        internal void Add(ProfileId person, bool isIn, bool willBe)
        {
            _now += isIn ? 1 : 0;
            _members += willBe ? 1 : 0;
            if (isIn == willBe)
            {
                return;
            }

            _ = willBe ? _enter++ : _leave++;
            var named = willBe ? _entering : _leaving;
            if (named.Count < PreviewPage.Named)
            {
                named.Add(person);
            }
        }

        internal SegmentPreview ToPreview(string name) => new(name, _now, _members, _enter, _leave, _entering, _leaving);
    }
}
