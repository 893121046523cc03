using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Signals;

namespace PersonaGrain.Conditions;

/// <summary>Whether one object of a list of objects passes tests of several of its members.</summary>
/// <remarks>
/// A list of objects is kept as one list for each member, such as <c>products.color</c>, in which element i is that of object i; null where that
/// object has none. One object by itself is a list of one: it has a single value, or lists of different lengths without a gap, which a list of objects never leaves.
/// O(attributes + objects × members), no allocation where members are of their types.
/// </remarks>
internal sealed class ElementTester
{
    /// <summary>The most members that are tested at once.</summary>
    internal const int MaximumMembers = 16;

    private readonly string _list;
    private readonly (string Name, DeclaredType? Type, ValueTester Tester)[] _members;

    internal ElementTester(string list, IReadOnlyList<AttributeFilter> members, SignalReading reading)
    {
        _list = list;
        _members = [.. members.Select(member => Member($"{list}.{member.Attribute}", member, reading))];
    }

    /// <summary>Whether an object of the attributes passes.</summary>
    internal bool Matches(AttributeSet attributes)
    {
        var objects = default(Objects);
        foreach (ref readonly var entry in attributes.Entries)
        {
            objects.Count(_list, entry.Key, entry.Value);
        }

        var values = default(Values);
        for (var member = 0; member < _members.Length; member++)
        {
            values[member] = attributes[_members[member].Name];
        }

        return MatchesAny(objects, values);
    }

    /// <summary>Whether an object of the traits passes.</summary>
    internal bool Matches(TraitTable traits)
    {
        var objects = default(Objects);
        foreach (var entry in traits.Entries)
        {
            objects.Count(_list, entry.Name, entry.Value);
        }

        var values = default(Values);
        for (var member = 0; member < _members.Length; member++)
        {
            values[member] = traits.Find(_members[member].Name);
        }

        return MatchesAny(objects, values);
    }

    /// <summary>What is declared a list is tested as it was sent: that may be said of the member's list, or of what one object has.</summary>
    private static (string Name, DeclaredType? Type, ValueTester Tester) Member(string name, AttributeFilter member, SignalReading reading)
    {
        var type = reading.TypeOf(name);
        return (name, type is { IsMember: true } ? type : null, ValueTester.Compile(member.Tests));
    }

    private bool MatchesAny(in Objects objects, in Values values)
    {
        for (var index = 0; index < objects.Number; index++)
        {
            var matches = true;
            for (var member = 0; matches && member < _members.Length; member++)
            {
                ref readonly var asked = ref _members[member];
                matches = asked.Tester.Matches(SignalReading.Read(ValueOf(values[member], index, objects.IsOne), asked.Type));
            }

            if (matches)
            {
                return true;
            }
        }

        return false;
    }

    private static AttributeValue ValueOf(in AttributeValue member, int index, bool isOne) =>
        isOne ? member : index < member.List.Length ? member.List[index] : default;

    /// <summary>How many objects there are.</summary>
    private struct Objects
    {
        private int _most;
        private bool _hasSingle;
        private bool _hasLists;
        private bool _hasGaps;
        private bool _areRagged;

        /// <summary>It is no list: a member holds a single value, or members hold lists that are each its own.</summary>
        internal readonly bool IsOne => _hasSingle || (_areRagged && !_hasGaps);

        /// <summary>How many there are.</summary>
        internal readonly int Number => IsOne ? 1 : _most;

        internal void Count(string list, string name, in AttributeValue value)
        {
            if (_hasSingle || value.Kind == AttributeKind.None || !TraitChange.IsUnder(list, name))
            {
                return;
            }

            if (value.Kind != AttributeKind.List)
            {
                _hasSingle = true;
                return;
            }

            _areRagged |= _hasLists && value.List.Length != _most;
            _most = Math.Max(_most, value.List.Length);
            _hasLists = true;
            _hasGaps = _hasGaps || HasGap(value.List);
        }

        /// <summary>Whether an element is absent, or a list: among the values of one object neither is.</summary>
        private static bool HasGap(ReadOnlySpan<AttributeValue> elements)
        {
            foreach (ref readonly var element in elements)
            {
                if (element.Kind is AttributeKind.None or AttributeKind.List)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What each tested member holds.</summary>
    [InlineArray(MaximumMembers)]
    private struct Values
    {
        private AttributeValue _first;
    }
}
