using System.Text.Json;

namespace PersonaGrain.Cli.Identities;

/// <summary>What a check of all people found, and what became of it.</summary>
internal sealed class RuleFindings
{
    /// <summary>The identities that rules speak against.</summary>
    public List<JsonElement> Offenders { get; } = [];

    /// <summary>Those that were given back.</summary>
    public List<JsonElement> Parted { get; } = [];

    /// <summary>Those that could not be.</summary>
    public List<JsonElement> Left { get; } = [];

    /// <summary>How many people of several identities were looked at.</summary>
    public long People { get; private set; }

    /// <summary>How many could not be read.</summary>
    public long PassedOver { get; private set; }

    /// <summary>How many of them are to be given back.</summary>
    public int ToUnlink => Offenders.Count(static one => one.GetProperty("remedy").ValueEquals("unlink"));

    /// <summary>Takes a page of a check.</summary>
    public void Add(JsonElement page)
    {
        Offenders.AddRange(page.GetProperty("offenders").EnumerateArray());
        People += page.GetProperty("people").GetInt64();
        PassedOver += page.GetProperty("passedOver").GetInt64();
    }

    /// <summary>Takes a page of what was applied.</summary>
    public void AddApplied(JsonElement page)
    {
        Parted.AddRange(page.GetProperty("parted").EnumerateArray());
        Left.AddRange(page.GetProperty("left").EnumerateArray());
    }

    /// <summary>All of it, in the form of the HTTP API without pages.</summary>
    public string ToJson(bool isApplied) => isApplied
        ? JsonSerializer.Serialize(new { parted = Parted, left = Left, people = People, passedOver = PassedOver })
        : JsonSerializer.Serialize(new { offenders = Offenders, people = People, passedOver = PassedOver });
}
