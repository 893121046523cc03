using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Laws;

namespace PersonaGrain.Identities;

/// <summary>Keys, texts and identities are one to one, and a value that is in its form stays as it is.</summary>
public sealed class IdentityLaws
{
    private static readonly IdentityKinds Known = Kinds.Shop.Identities;

    private static readonly Gen<string> Texts =
        from parts in Gen.Elements("a", "B", " ", ":", "user:", "email:", "anonymous:", "@", "+", "0", "1234567", "é", "İ", "ß", "😀", "\u00A0", ".", "-").ArrayOf(6)
        select string.Concat(parts);

    private static readonly Gen<Identity[]> Identities =
        (from kind in Gen.Elements(Known.All.Select(static kind => kind.Name).ToArray()) from value in Texts select new Identity(kind, value)).ArrayOf(20);

    [Fact]
    public void Of_a_key_gives_the_identity_that_the_key_was_of() => Law.Holds(Identities, identities =>
    {
        foreach (var identity in identities.Where(static identity => !string.IsNullOrWhiteSpace(identity.Value)))
        {
            Identity.Of(identity.Key(Known), Known).ShouldBe(identity);
        }
    });

    [Fact]
    public void TryParse_reads_back_text_and_key_alike() => Law.Holds(Identities, identities =>
    {
        foreach (var identity in identities.Where(static identity => !string.IsNullOrWhiteSpace(identity.Value)))
        {
            Identity.TryParse(identity.ToString(), Known, out var read, out _).ShouldBeTrue();
            read.ShouldBe(identity);
            Identity.TryParse(identity.Key(Known).Value, Known, out read, out _).ShouldBeTrue();
            read.ShouldBe(identity);
        }
    });

    [Fact]
    public void TryNormalize_twice_is_as_once() => Law.Holds(Identities, identities =>
    {
        foreach (var identity in identities)
        {
            var kind = Known.Find(identity.Kind)!;
            if (kind.TryNormalize(identity.Value, out var once, out _))
            {
                kind.TryNormalize(once, out var twice, out _).ShouldBeTrue();
                twice.ShouldBe(once);
                Known.TryResolve(new Identity(kind.Name, once).ToString(), out var key, out _).ShouldBeTrue();
                Known.TryResolve(key.Value, out var again, out _).ShouldBeTrue();
                again.ShouldBe(key);
            }
        }
    });
}
