// The little square that stands for a person or a bot.
import { h } from './dom.js';
import { app } from './state.js';

/** Two letters on the person's colour, or the bell of the desk for the app. */
export function avatar(author, className = 'avatar') {
    const initials = author.name
        .split(/\s+/)
        .map((word) => word[0] ?? '')
        .slice(0, 2)
        .join('')
        .toUpperCase();
    const node = h(
        'span',
        { class: author.isBot ? `${className} bot` : className, 'aria-hidden': 'true' },
        author.isBot && author.id === app().user_id ? '🛎️' : initials,
    );
    if (author.color) node.style.setProperty('--who', `#${String(author.color).replace('#', '')}`);
    return node;
}
