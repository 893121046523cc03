using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles.Traits;
using PersonaGrain.Signals;

namespace PersonaGrain.Conditions;

/// <summary>Whether one object of a list of objects passes tests of several of its members.</summary>
/// <remarks>
/// A list of objects is kept as one list for each member, such as <c>products.color</c>, in which element i is that of object i; null where that
/// object has none. One object by itself is a list of one. O(attributes + objects × members), no allocation.
/// </remarks>
internal sealed class ElementTester
{
    /// <summary>The most members that are tested at once.</summary>
    internal const int MaximumMembers = 16;

    private readonly string _list;
    private readonly (string Name, ValueTester Tester)[] _members;

    internal ElementTester(string list, IReadOnlyList<AttributeFilter> members)
    {
        _list = list;
        _members = [.. members.Select(member => ($"{list}.{member.Attribute}", ValueTester.Compile(member.Tests)))];
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

    private bool MatchesAny(in Objects objects, in Values values)
    {
        for (var index = 0; index < objects.Most; index++)
        {
            var matches = true;
            for (var member = 0; matches && member < _members.Length; member++)
            {
                matches = _members[member].Tester.Matches(ValueOf(values[member], index, objects.IsOne));
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
        /// <summary>The most elements that any member has.</summary>
        internal int Most;

        /// <summary>It is no list: a member holds a single value.</summary>
        internal bool IsOne;

        internal void Count(string list, string name, in AttributeValue value)
        {
            if (!IsOne && value.Kind != AttributeKind.None && TraitChange.IsUnder(list, name))
            {
                IsOne = value.Kind != AttributeKind.List;
                Most = IsOne ? 1 : Math.Max(Most, value.List.Length);
            }
        }
    }

    /// <summary>What each tested member holds.</summary>
    [InlineArray(MaximumMembers)]
    private struct Values
    {
        private AttributeValue _first;
    }
}
