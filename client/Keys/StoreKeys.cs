using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using SessionStore.Client.Connecting;
using StackExchange.Redis;

namespace SessionStore.Client.Keys;

/// <summary>
/// Data Protection's keys as XML texts in a list, the form of Microsoft's RedisXmlRepository. That one takes a database and not a
/// connection that changes; and it appends: one key twice makes the whole key ring unreadable (XmlKeyManager throws on a duplicate), so
/// that a lost append could not be repeated. A store without times to live has no lists either, MemoryDB Multi-Region: there they are a
/// set, to which several Regions may add at once.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="key">The list's or set's key.</param>
/// <param name="inSet">Whether it is a set.</param>
internal sealed class StoreKeys(StoreConnection connection, RedisKey key, bool inSet = false) : IXmlRepository
{
    /// <inheritdoc/>
    // The writer's list is complete; a replica's is better than none where no Region takes writes, because without any keys no cookie can
    // be read.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var texts = Wait(async () =>
        {
            try
            {
                return await connection.WriteAsync(ReadAsync, repeatable: true, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SessionStoreUnavailableException) when (connection.Reader.Current is not null)
            {
                return await connection.ReadAsync(ReadAsync, CancellationToken.None).ConfigureAwait(false);
            }
        });
        return [.. texts.Select(text => (string)text!).Distinct(StringComparer.Ordinal).Select(text => XElement.Parse(text))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        RedisValue text = element.ToString(SaveOptions.DisableFormatting);
        Wait(() => connection.WriteAsync(database => inSet ? database.SetAddAsync(key, text) : AppendAsync(database, text),
            repeatable: true, CancellationToken.None));
    }

    private Task<RedisValue[]> ReadAsync(IDatabase database) => inSet ? database.SetMembersAsync(key) : database.ListRangeAsync(key);

    // Appends only to the list that it has seen, and only once: what was sent before and comes late finds another list and does nothing.
    private async Task<bool> AppendAsync(IDatabase database, RedisValue text)
    {
        while (true)
        {
            var present = await ReadAsync(database).ConfigureAwait(false);
            if (present.Contains(text))
            {
                return true;
            }
            var transaction = database.CreateTransaction();
            transaction.AddCondition(Condition.ListLengthEqual(key, present.Length));
            var append = transaction.ListRightPushAsync(key, text);
            if (await transaction.ExecuteAsync().ConfigureAwait(false))
            {
                await append.ConfigureAwait(false);
                return true;
            }
        }
    }

    // The interface is synchronous; it is used at the start, and once a day after that.
    private static T Wait<T>(Func<Task<T>> operation) => Task.Run(operation).GetAwaiter().GetResult();
}
