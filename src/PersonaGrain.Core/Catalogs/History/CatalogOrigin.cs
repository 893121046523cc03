namespace PersonaGrain.Catalogs.History;

/// <summary>By whom a catalog was put in force, and why.</summary>
/// <param name="Author">Who, such as <c>key:1a2b3c4d</c>, or one of the words here; null where it is not known: it came before authors were kept.</param>
/// <param name="Message">Why, in the author's words; null where nothing was said.</param>
public sealed record CatalogOrigin(string? Author, string? Message = null)
{
    /// <summary>The most characters of an author.</summary>
    public const int AuthorLength = 100;

    /// <summary>The most characters of a message.</summary>
    public const int MessageLength = 500;

    /// <summary>The author of what a program gave at its start.</summary>
    public const string Start = "start";

    /// <summary>The author of what came with the profiles of another store.</summary>
    public const string Import = "import";

    /// <summary>The author of the first catalog of a workspace.</summary>
    public const string Workspace = "workspace";

    /// <summary>The author where the server has no keys: whoever reaches it.</summary>
    public const string Anyone = "anyone";

    /// <summary>What an author begins with that is a key; its name follows.</summary>
    public const string KeyPrefix = "key:";

    /// <summary>The author where a key of the settings was shown: those have no names.</summary>
    public const string SettingsKey = KeyPrefix + "settings";

    /// <summary>Nobody is known.</summary>
    public static readonly CatalogOrigin Unknown = new((string?)null);

    /// <summary>Given at the start.</summary>
    public static readonly CatalogOrigin OfStart = new(Start);

    /// <summary>What is wrong with a message; null where nothing is.</summary>
    public static string? FaultOf(string? message) => message switch
    {
        null => null,
        { Length: > MessageLength } => $"the message has {message.Length} characters, and may have {MessageLength}",
        _ => message.Any(static one => char.IsControl(one) && one is not ('\n' or '\r' or '\t')) ? "the message has control characters; leave them out" : null,
    };

    /// <summary>An origin, where it is one that may be kept.</summary>
    /// <exception cref="ArgumentException">The author or the message is too long, or has control characters.</exception>
    public static CatalogOrigin Checked(CatalogOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return origin.Author is { Length: > AuthorLength } ? throw new ArgumentException($"an author has at most {AuthorLength} characters", nameof(origin))
            : FaultOf(origin.Message) is { } fault ? throw new ArgumentException(fault, nameof(origin))
            : origin;
    }
}
