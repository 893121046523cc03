using PersonaGrain.Binary;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;

namespace PersonaGrain.Identities;

/// <summary>The stored form of a person within a snapshot; fields append-only.</summary>
internal static class PersonCodec
{
    internal static void Write(Person person, in ByteWriter writer)
    {
        writer.Text(person.JoinedInto?.Value ?? string.Empty);
        writer.Unsigned((ulong)person.Links.Count);
        foreach (var link in person.Links)
        {
            writer.Text(link.Identity.Value);
            writer.Text(link.Kind);
            writer.Text(link.Into.Value);
            writer.Signed(link.At.Ticks);
            writer.Byte((byte)link.Rule);
            writer.Text(link.Signal ?? string.Empty);
            writer.Text(link.Join);
        }

        writer.Unsigned((ulong)(person.Parted.Count + person.Ruled.Count));
        foreach (var parted in person.Parted)
        {
            writer.Text(parted.Value);
        }

        foreach (var ruled in person.Ruled)
        {
            writer.Text(PartedByRuleText.Write(ruled));
        }
    }

    internal static Person Read(ref ByteReader reader)
    {
        var joinedInto = reader.Text();
        var links = new IdentityLink[reader.Count()];
        for (var index = 0; index < links.Length; index++)
        {
            var (identity, kind, into) = (ProfileId.OfStored(reader.Text()), reader.Text(), ProfileId.OfStored(reader.Text()));
            var (at, rule) = (reader.SignedInstant(), (LinkRule)reader.Byte());
            var signal = reader.Text();
            links[index] = new IdentityLink(identity, kind, into, at, rule, signal.Length == 0 ? null : signal, reader.Text());
        }

        var (parted, ruled) = (new List<ProfileId>(), new List<PartedByRule>());
        for (var left = reader.Count(); left > 0; left--)
        {
            var text = reader.Text();
            if (PartedByRuleText.Read(text) is { } one)
            {
                ruled.Add(one);
            }
            else
            {
                parted.Add(ProfileId.OfStored(text));
            }
        }

        return new Person(joinedInto.Length == 0 ? null : ProfileId.OfStored(joinedInto), links, parted) { Ruled = ruled };
    }
}
